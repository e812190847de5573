# ruff: noqa: RUF001
"""What mail programs write by themselves, in their users' languages. All linear on any input."""

import re

_VERBS = (
    "wrote", "writes", "schrieb", "schreef", "geschreven", "a écrit", "escribió", "escreveu",
    "ha scritto", "skrev", "kirjoitti", "napisał(a)", "napisał", "napisała", "написал",
    "написал(а)", "написала", "пишет", "yazdı", "napsal(a)", "napsal", "a scris", "írta",
    "έγραψε", "написа", "написав", "のメール", "写道", "寫道", "님이 작성",
)  # fmt: skip

INTRODUCTION_END = re.compile(
    rf"(?:\b|(?<=\W)|(?<=[^\x00-\x7f]))(?:{'|'.join(re.escape(one) for one in _VERBS)})"
    r"(?: \S{1,20}){0,3} ?[:：]\*?$",
    re.IGNORECASE,
)
"""The end of "On ..., Ann wrote:"."""

QUOTED_END = re.compile(r"<[^<>\s]{1,100}@[^<>\s]{1,100}>\)? ?[:：]$")
"""The end of one without a verb: a date, "Ann <ann@...>:". Believed only above quoted lines."""
INTRODUCTION = re.compile(
    r"[*\"<]?(?:On|Am|Le|El|Il|Op|Den|Em|W|Dnia|Dne|V|På|D\.|Pe|Στις|На|В|\d|\w{1,12},? \d"
    r"|[^\s@]{1,64}@|[^<>@]{1,60}<[^<>\s@]{1,64}@)"
)
"""How such a line begins."""

HISTORY_RULE = re.compile(
    r"[-_*\s]{2,}(?:original[- ]?(?:message|nachricht|bericht)|ursprüngliche (?:nachricht|e-?mail)"
    r"|originalnachricht|message d'origine|message original|mensaje original|mensagem original"
    r"|messaggio originale|oorspronkelijk bericht|origineel bericht|ursprungligt meddelande"
    r"|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|oryginalna wiadomość"
    r"|исходное сообщение|původní zpráva|原始邮件|元のメッセージ|원본 메시지)[-_*\s]*",
    re.IGNORECASE,
)
"""The rule above the mail that is answered."""

FROM_LINE = re.compile(
    r"\*?(?:from|von|de|da|van|från|fra|lähettäjä|od|от|от кого|发件人|寄件者|差出人|보낸 사람)"
    r" ?[:：]\*? ?\S",
    re.IGNORECASE,
)
"""The first line of a header as mail programs print it."""

FIELD_LINE = re.compile(
    r"\*?(?:sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|kopie|envoyé|date|à|objet"
    r"|enviado|enviado el|fecha|para|asunto|enviada em|data|assunto|inviato|a|oggetto|verzonden|aan"
    r"|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|aihe|wysłano|do|temat|отправлено|кому"
    r"|тема|дата|odesláno|komu|předmět|发送时间|收件人|主题|送信日時|宛先|件名)"
    r" ?[:：]\*?(?:\s|$)",
    re.IGNORECASE,
)
"""Its other lines."""

FORWARD_RULE = re.compile(
    r"[-\s]*(?:begin )?(?:forwarded message|weitergeleitete nachricht|message transféré"
    r"|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat meddelande"
    r"|пересылаемое сообщение|mensagem encaminhada)[-:\s]*",
    re.IGNORECASE,
)
"""The rule above a mail that is handed on."""

FAILED = re.compile(
    r"(?:\[[^\]]{0,40}\] ?)?(?:undeliver|un?delivered mail|failure notice|returned mail"
    r"|mail (?:delivery )?(?:fail|system error|error)|delivery (?:status|failure|fail|error|notif)"
    r"|(?:message|e?-?mail) (?:delivery|undeliver|status|not delivered|bounced)"
    r"|warning: (?:could not send|message)|non ?remis|unzustellbar|nicht zustellbar"
    r"|nachricht (?:nicht|konnte)|no se puede entregar|impossible de remettre|non recapitabile"
    r"|mensagem n[aã]o entregue|не доставлено|недоставленное|returned to sender"
    r"|delayed mail|could not be delivered|user unknown|bounced mail"
    r"|エラー通知|配信不能|送信できません|退信|投递失败)",
    re.IGNORECASE,
)
"""Subjects of mails that came back."""

AUTO_ANSWERED = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder|antwort)|autoreply"
    r"|out of (?:the )?office(?: reply| autoreply)?|automatische antwort|abwesenheits\w+"
    r"|abwesend|réponse automatique|absence du bureau|respuesta automática|fuera de la oficina"
    r"|risposta automatica|automatisch antwoord|afwezig\w*|autosvar|automaattinen vastaus"
    r"|resposta automática|odpowiedź automatyczna|автоответ|自动回复|自動回覆|自動返信) ?[:：-]",
    re.IGNORECASE,
)
"""Subjects of answers that no person wrote; at the very beginning."""

ANSWER_PREFIX = re.compile(
    r"(?:(?:re|aw|sv|vs|antw|odp|回复|答复) ?(?:\[\d{1,3}\])? ?[:：] ?)+", re.IGNORECASE
)
"""The "Re:" of any language, however often."""
