// What the server told of the visitor's conversations: what was said, and how far each side read.

const TYPING_FOR = 5000;

export function conversation() {
  const messages = new Map();
  let id = "";
  let after = 0;
  let seen = 0;
  let isSeen = false;
  let isEnded = false;
  let typedAt = 0;
  let handoff = null;
  let decisions = 0;

  const unread = () => [...messages.values()].filter((one) => one.of === id && one.direction === "outbound" && one.sequence > seen);

  function add(message) {
    messages.set(message.id, { ...message, of: messages.get(message.id)?.of ?? id });
  }

  function restart() {
    after = 0;
    seen = 0;
    isSeen = false;
    isEnded = false;
    typedAt = 0;
    handoff = null;
  }

  // The news of a poll; true where it was about the end of a conversation that is no longer the last. Of the hand-off it
  // knows nothing new where the visitor has decided since it was asked, when there were `asked` decisions.
  function take(news, asked) {
    const isOther = id && after && news.conversation !== id;
    id = news.conversation;
    if (isOther) {
      restart();
      return true;
    }
    for (const message of news.data) add(message);
    after = Math.max(after, news.sequence);
    seen = Math.max(seen, news.seen);
    isSeen = news.is_seen;
    isEnded = news.is_ended;
    typedAt = news.is_agent_typing ? Date.now() : 0;
    if (asked === decisions) handoff = news.handoff;
    return false;
  }

  return {
    take,
    get isOpen() {
      return Boolean(id);
    },
    get after() {
      return after;
    },
    get unread() {
      return unread().length;
    },
    get shown() {
      const said = [...messages.values()].sort((a, b) => a.created_at.localeCompare(b.created_at) || a.sequence - b.sequence);
      return { messages: said, isSeen, isEnded, isTyping: Date.now() - typedAt < TYPING_FOR, handoff };
    },
    // What the visitor wrote has reached the team.
    arrived(message) {
      add(message);
      isSeen = false;
      isEnded = false;
      handoff = null;
    },
    get decisions() {
      return decisions;
    },
    handed(stage) {
      decisions += 1;
      handoff = stage;
    },
    // All is read now; returns how far, and how far it was.
    read() {
      const before = seen;
      seen = Math.max(seen, ...unread().map((one) => one.sequence));
      return { before, seen };
    },
    unreadFrom(sequence) {
      seen = sequence;
    },
    end() {
      isEnded = true;
    },
    clear() {
      messages.clear();
      id = "";
      restart();
    },
  };
}
