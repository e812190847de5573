"""What customers are told when the team has their conversation, in the languages of the chat."""

SENT_TO_TEAM = {
    "en": "Your conversation was sent to our team. Somebody will answer you here.",
    "es": "Hemos enviado tu conversación a nuestro equipo. Alguien te responderá aquí.",
    "pt": "A sua conversa foi enviada à nossa equipa. Alguém responderá aqui.",
    "nl": "Je gesprek is naar ons team gestuurd. Iemand antwoordt je hier.",
    "sv": "Din konversation har skickats till vårt team. Någon svarar dig här.",
    "de": "Ihr Gespräch ist an unser Team gegangen. Jemand antwortet Ihnen hier.",
    "fr": "Votre conversation a été transmise à notre équipe. Quelqu'un vous répondra ici.",
    "ar": "أُرسلت محادثتك إلى فريقنا. سيرد عليك أحدهم هنا.",
}
