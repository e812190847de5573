// The tags that messages get by themselves.

export const AUTOMATIC = [
  "chit-chat",
  "loyalty",
  "order tracking",
  "pricing",
  "product specific",
  "recommendations",
  "returns",
  "shipping",
  "speak to human",
];
