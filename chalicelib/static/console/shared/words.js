// What things and people are called on every screen.

const CHANNELS = { webchat: "Chat", email: "Email", sms: "SMS", whatsapp: "WhatsApp", instagram: "Instagram" };

export const channels = Object.entries(CHANNELS);
export const channelName = (channel) => CHANNELS[channel] || channel;
export const nameOf = ({ name, email, phone }) => name || email || phone || "";
export const customerName = (customer) => nameOf(customer) || "A visitor";
export const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
export const names = (files) => files.map((file) => file.name || "File").join(", ");
