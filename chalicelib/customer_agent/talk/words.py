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

FOLLOWS_UP = {
    "en": "Your conversation was sent to our team. A person will follow up with you.",
    "es": "Hemos enviado tu conversación a nuestro equipo. Una persona te responderá.",
    "pt": "A sua conversa foi enviada à nossa equipa. Uma pessoa irá responder-lhe.",
    "nl": "Je gesprek is naar ons team gestuurd. Een medewerker neemt contact met je op.",
    "sv": "Din konversation har skickats till vårt team. En person återkommer till dig.",
    "de": "Ihr Gespräch ist an unser Team gegangen. Ein Mensch meldet sich bei Ihnen.",
    "fr": "Votre conversation a été transmise à notre équipe. Une personne va vous répondre.",
    "ar": "أُرسلت محادثتك إلى فريقنا. سيتواصل معك أحد موظفينا.",
}
"""Where another helpdesk has it, and answers come back by the same channel."""

FOLLOWS_UP_BY_MAIL = {
    "en": "Our team will answer by email to {email}. This chat is now closed.",
    "es": "Nuestro equipo te responderá por correo electrónico a {email}. Este chat se ha cerrado.",
    "pt": "A nossa equipa responderá por e-mail para {email}. Este chat está agora encerrado.",
    "nl": "Ons team antwoordt per e-mail aan {email}. Deze chat is nu gesloten.",
    "sv": "Vårt team svarar via e-post till {email}. Chatten är nu avslutad.",
    "de": "Unser Team antwortet per E-Mail an {email}. Dieser Chat ist jetzt beendet.",
    "fr": "Notre équipe vous répondra par e-mail à {email}. Ce chat est maintenant fermé.",
    "ar": "سيرد عليك فريقنا عبر البريد الإلكتروني على {email}. أُغلقت هذه المحادثة الآن.",
}
"""Where the chat ends with the hand-off (acceptance 134)."""
