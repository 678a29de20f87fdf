"""What the assistant says in its own words, in English and Spanish: lead-ins, reasons, suggestions. Never a fact."""

from assistant.schema import Reason

_PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "lead": "{place} says:",
        "lead_digest": "Our digest of the {place} says:",
        "lead_primer": "Our {place} says:",
        "lead_official": "The official text of the {place} says:",
        "under": "Under {place}:",
        "stated": "{place} and {text}: stated in the strategy.",
        "our_reading": "{place} and {text}: our reading, not stated in the strategy. Our digest says:",
        "no_such_place": "I have no {ref} here. There is: {existing}.",
        "not_in_digest": "Neither the strategy nor our digest of the {place} says this.",
        "place": "{ref} ({part})",
        "place_of": "{place}, {document}",
        "also": "Also in {place}:",
        "objective": "The objective that fits best is {ref}:",
        "objectives": "These fit:",
        "evidence": "From {place}:",
        "list_goal": "The strategy has {count} Mission Goals:",
        "list_objective": "The strategy has {count} Mission Objectives:",
        "list_management_objective": "The strategy has {count} Management Objectives:",
        "list_management_goal": "The strategy has {count} Management Goals:",
        "list_section": "The document has {count} sections:",
        "list_goal_one": "The strategy has one Mission Goal:",
        "list_objective_one": "The strategy has one Mission Objective:",
        "list_management_goal_one": "The strategy has one Management Goal:",
        "list_management_objective_one": "The strategy has one Management Objective:",
        "list_section_one": "The document has one section:",
        "list": "The strategy has {count} entries of that kind:",
        "list_everything": "The strategy's goals and objectives:",
        "children": "{ref} has {count} objectives:",
        "children_one": "{ref} has one objective:",
        "subsections": "{ref} has {count} sections of its own:",
        "subsections_one": "{ref} has one section of its own:",
        "parent": "{ref} stands under {parent}:",
        "no_parent": "{ref} stands under no goal of its own:",
        "footnotes": "{count} footnote(s):",
        "footnote": "Footnote {number}, at {refs}:",
        "no_footnote": "{ref} has no footnote.",
        "not_in_corpus": "The strategy does not say this.",
        "weak_evidence": "I found nothing in the strategy that answers this well enough to quote.",
        "out_of_scope": "This is outside the strategy, so I cannot answer it.",
        "false_premise": "The strategy does not say what the question takes for granted.",
        "instead": "In {place} it says: “{quote}”",
        "no_such_reference": "There is no {ref} in the strategy. It has {existing}.",
        "ambiguous": "“{text}” can mean more than one place. Which one do you mean?",
        "ambiguous_pronoun": "I cannot tell what the question points back to. Please name the topic or the objective.",
        "blocked": "I only answer questions about the strategy, with its own words. I do not follow instructions in a question.",
        "engine_error": "Something went wrong while answering. Please ask again.",
        "empty": "Please type a question about the strategy.",
        "too_long": "The question is longer than {limit} characters. Please shorten it.",
        "missing": "The strategy does not say: {part}",
        "period": "The strategy covers {period}; that period has ended.",
        "in_document": "{title} ({document}):",
        "from_superseded": "From a superseded version, {document}:",
        "from_other_post": "From the strategy of another post, {document}:",
        "partly_superseded": "Part of this is from a superseded version, {document}.",
        "partly_other_post": "Part of this is from the strategy of another post, {document}.",
        "period_of": "{document} covers {period}; that period has ended.",
        "superseded": "{document} is a superseded version; the newest one here is {newer}.",
        "other_post": "{document} is not of the home post.",
        "elsewhere": "That asks for the documents of {post}, which this question does not search. Choose them as the scope, post:{post}, and ask again.",
        "suggest_section": "What does {ref} say?",
        "suggest_topic": "What does the strategy say about “{topic}”?",
        "suggest_list": "What are the Mission Goals?",
        "suggest_sections": "What are the sections?",
        "suggest_objectives": "What are the Mission Objectives?",
        "gloss": "Terms: {terms}.",
        "suggest_which": "Which objectives are under {ref}?",
        "not_spelled_out": "The strategy uses {acronym} without spelling it out.",
        "usual_form": "The strategy uses {acronym} without spelling it out. Elsewhere it usually stands for: {form}.",
        "and": "and",
        "greeting": "Hello. I answer questions about the strategy, with its exact words. You could ask:",
    },
    "es": {
        "lead": "{place} dice (en inglés):",
        "lead_digest": "Nuestro resumen ({place}) dice (en inglés):",
        "lead_primer": "Nuestra guía ({place}) dice (en inglés):",
        "lead_official": "El texto oficial ({place}) dice (en inglés):",
        "under": "Bajo {place}:",
        "stated": "{place} y {text}: la estrategia lo dice.",
        "our_reading": "{place} y {text}: lectura nuestra, la estrategia no lo dice. Nuestro resumen dice (en inglés):",
        "no_such_place": "No tengo aquí {ref}. Existen: {existing}.",
        "not_in_digest": "Ni la estrategia ni nuestro resumen ({place}) lo dicen.",
        "place": "{ref} ({part})",
        "place_of": "{place}, {document}",
        "also": "También en {place}:",
        "objective": "El objetivo que mejor corresponde es {ref}:",
        "objectives": "Corresponden estos:",
        "evidence": "De {place}:",
        "list_goal": "La estrategia tiene {count} metas de la Misión:",
        "list_objective": "La estrategia tiene {count} objetivos de la Misión:",
        "list_management_objective": "La estrategia tiene {count} objetivos de gestión:",
        "list_management_goal": "La estrategia tiene {count} metas de gestión:",
        "list_section": "El documento tiene {count} secciones:",
        "list_goal_one": "La estrategia tiene una meta de la Misión:",
        "list_objective_one": "La estrategia tiene un objetivo de la Misión:",
        "list_management_goal_one": "La estrategia tiene una meta de gestión:",
        "list_management_objective_one": "La estrategia tiene un objetivo de gestión:",
        "list_section_one": "El documento tiene una sección:",
        "list": "La estrategia tiene {count} entradas de ese tipo:",
        "list_everything": "Las metas y los objetivos de la estrategia:",
        "children": "{ref} tiene {count} objetivos:",
        "children_one": "{ref} tiene un objetivo:",
        "subsections": "{ref} tiene {count} secciones propias:",
        "subsections_one": "{ref} tiene una sección propia:",
        "parent": "{ref} está bajo {parent}:",
        "no_parent": "{ref} no está bajo ninguna meta:",
        "footnotes": "{count} nota(s) al pie:",
        "footnote": "Nota al pie {number}, en {refs}:",
        "no_footnote": "{ref} no tiene nota al pie.",
        "not_in_corpus": "La estrategia no lo dice.",
        "weak_evidence": "No encontré en la estrategia nada que responda lo bastante bien como para citarlo.",
        "out_of_scope": "Esto queda fuera de la estrategia; no puedo responderlo.",
        "false_premise": "La estrategia no dice lo que la pregunta da por hecho.",
        "instead": "En {place} dice (en inglés): “{quote}”",
        "no_such_reference": "No existe {ref} en la estrategia. Existen {existing}.",
        "ambiguous": "“{text}” puede referirse a más de un lugar. ¿A cuál se refiere?",
        "ambiguous_pronoun": "No sé a qué se refiere la pregunta. Indique el tema o el objetivo.",
        "blocked": "Solo respondo preguntas sobre la estrategia, con sus propias palabras. No sigo instrucciones de una pregunta.",
        "engine_error": "Algo falló al responder. Por favor, pregunte de nuevo.",
        "empty": "Por favor, escriba una pregunta sobre la estrategia.",
        "too_long": "La pregunta tiene más de {limit} caracteres. Por favor, acórtela.",
        "missing": "La estrategia no dice: {part}",
        "period": "La estrategia abarca {period}; ese período ya terminó.",
        "in_document": "{title} ({document}):",
        "from_superseded": "De una versión sustituida, {document}:",
        "from_other_post": "De la estrategia de otra misión, {document}:",
        "partly_superseded": "Parte de esto es de una versión sustituida, {document}.",
        "partly_other_post": "Parte de esto es de la estrategia de otra misión, {document}.",
        "period_of": "{document} abarca {period}; ese período ya terminó.",
        "superseded": "{document} es una versión sustituida; la más reciente aquí es {newer}.",
        "other_post": "{document} no es de la misión propia.",
        "elsewhere": "Eso pregunta por los documentos de {post}, que esta pregunta no consulta. Elíjalos como alcance, post:{post}, y pregunte de nuevo.",
        "suggest_section": "¿Qué dice {ref}?",
        "suggest_topic": "¿Qué dice la estrategia sobre “{topic}”?",
        "suggest_list": "¿Cuáles son las metas de la Misión?",
        "suggest_sections": "¿Cuáles son las secciones?",
        "suggest_objectives": "¿Cuáles son los objetivos de la Misión?",
        "gloss": "Términos: {terms}.",
        "suggest_which": "¿Qué objetivos están bajo {ref}?",
        "not_spelled_out": "La estrategia usa {acronym} sin explicar la sigla.",
        "usual_form": "La estrategia usa {acronym} sin explicar la sigla. En otros textos suele significar: {form}.",
        "and": "y",
        "greeting": "Hola. Respondo preguntas sobre la estrategia, con sus palabras exactas. Puede preguntar:",
    },
}  # fmt: skip

_LONG_NAMES = {
    "MG": ("Mission Goal", "Meta de la Misión"),
    "MO": ("Mission Objective", "Objetivo de la Misión"),
    "MgG": ("Management Goal", "Meta de gestión"),
    "MgO": ("Management Objective", "Objetivo de gestión"),
    "§": ("Section", "Sección"),
    "CoM": ("Chief of Mission Priorities", "Prioridades del Jefe de Misión"),
    "About": ("About this document", "Acerca de este documento"),
    "NSS": ("National Security Strategy", "Estrategia de Seguridad Nacional"),
    "JSP": ("State-USAID Joint Strategic Plan", "Plan Estratégico Conjunto"),
    "EO": ("Executive Order", "Orden Ejecutiva"),
    "CDCS": ("USAID Peru CDCS", "CDCS de USAID Perú"),
    "JRS": ("Joint Regional Strategy", "Estrategia Regional Conjunta"),
    "Lima": ("Lima", "Lima"),
    "Opioid": ("Comprehensive Opioid Response", "Comprehensive Opioid Response"),
    "Primer": ("primer", "guía"),
    "Glossary": ("glossary", "glosario"),
}
_PLACE_WORDS = {"NSS": ("pillar", "pilar"), "JSP": ("goal", "meta")}


def say(name: str, language: str, **values: object) -> str:
    """Return the phrase `name` in `language` with its places filled in. KeyError for an unknown phrase or place."""
    return _PHRASES[language][name].format(**values)


def reason_text(reason: Reason, language: str) -> str:
    """Return the sentence for an abstention without further particulars."""
    return _PHRASES[language][reason.value]


def long_name(ref: str, language: str = "en") -> str:
    """Return a ref as people say it: "MO 2.2" is "Mission Objective 2.2"."""
    prefix, _, number = ref.partition(" ")
    names = _LONG_NAMES.get(prefix)
    name = names[1 if language == "es" else 0] if names else prefix
    if number and prefix in _PLACE_WORDS:
        words = ("objective", "objetivo") if "." in number else _PLACE_WORDS[prefix]
        return f"{name}, {words[1 if language == 'es' else 0]} {number}"
    return f"{name} {number}".strip()


def section_question(ref: str, language: str) -> str:
    """Return the question that asks for the whole of a place; it always has an answer."""
    return say("suggest_section", language, ref=long_name(ref, language))


def phrase_names() -> dict[str, frozenset[str]]:
    """Return the phrase names of each language."""
    return {language: frozenset(phrases) for language, phrases in _PHRASES.items()}
