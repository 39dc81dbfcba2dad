"""Orders to a program, in English: to leave its task, to change its answer, or to do another task instead."""

_ANSWER = r"(?:answers?|response|reply|replies|output|message|summary|report|text|completion|evaluation|analysis)"
# A sentence that orders something, perhaps after a word or two of politeness.
_START = (
    r"^[\s\"'“(\[<>*_-]*(?:(?:please|now|then|also|next|finally|instead|importantly?|note|ok|additionally|and|"
    r"but|first|before that|"
    r"from now on|at the end|when (?:you )?(?:answer|respond|reply)ing|remember(?: to)?|make sure (?:to|you)|"
    r"be sure to|you (?:must|should|need to|will))"
    r"[\s,:]+)*"
)
_CHANGE = (
    r"(?:add|append|insert|include|integrate|incorporate|embed|modify|augment|enhance|extend|alter|change|"
    r"rewrite|rephrase|adjust|"
    r"replace|substitute|swap|convert|encode|encrypt|translate|transform|transcribe|render|format|"
    r"capitali[sz]e|scramble|jumble|shuffle|"
    r"rearrange|reverse|anagram|mix|misspell|introduce|remove|delete|omit|eliminate|drop|strip|group|combine|"
    r"merge|split|separate|provide|"
    r"give|write|use|make|begin|start|end|finish|close|conclude|open|prefix|suffix|mention|promote|recommend|"
    r"suggest|emphasi[sz]e|highlight|"
    r"present|deliver|craft|compose|produce|return|express|state|type|put|place|sprinkle|weave|slip|respond|"
    r"reply|answer|construct|apply|employ|"
    r"alternate|spell|hide|conceal|reword|turn|keep|limit|shorten|lengthen|finali[sz]e|attach|direct|link|"
    r"invite|encourage|urge|persuade)"
)
_MAKE = (
    r"(?:write|draft|compose|create|develop|provide|generate|produce|craft|prepare|design|give|show|tell|make|"
    r"build|code|implement|"
    r"formulate|outline|construct|script|pen|sketch|suggest|recommend|invent|propose|offer)"
)
_WORK = (
    r"(?:poems?|haiku|limerick|sonnets?|song|lyrics|story|stories|tale|essays?|article|blog(?: post)?|post|"
    r"speech|letter|e-?mail|introduction|"
    r"paragraph|recipe|joke|riddle|dialogue|script|screenplay|play|review|press release|headline|slogan|tweet|"
    r"captions?|resume|cover letter|biography|"
    r"functions?|program|code|snippet|query|regex|algorithm|class|loop|example of|sample|"
    r"equivalent|translation|summary|list of|table of|overview of|explanation of|tutorial|guide|plan for|"
    r"outline|itinerary|workout|diet|schedule|"
    r"definition|synonyms?|antonyms?|proof|solution)"
)
_TEACH = (
    r"(?:explain|describe|translate|summari[sz]e|define|break down|compare|contrast|calculate|compute|solve|"
    r"simplify|paraphrase|decode|elaborate on|teach me)"
)
# Words that tie a sentence to the people in the room; a task for a program has none of them.
_TIED = r"\b(?:i|i'm|i'd|my|me|we|our|us|you|your|it|its|this|that|these|those|they|them|their|here|he|she|his|her)\b"
_LANGUAGE = (
    r"(?:english|french|spanish|german|italian|russian|japanese|chinese|mandarin|korean|portuguese|arabic|"
    r"hindi|dutch|greek|latin|swedish|turkish|polish)"
)

STRONG = (
    rf"(?:{_START}|[.,:;!?] ?(?:and |then |please |now )*|\b(?:must|should|you|to) )(?:completely |"
    rf"just )?(?:ignore|disregard|forget|override|overrule|bypass|discard|drop)\b.{{0,40}}?\b(?:instructions?|"
    rf"prompts?|rules|guidelines|directions?|"
    rf"directives?|above|previous(?:ly)?|prior|preceding|earlier text|rest of (?:this|the)|everything (?:else|"
    rf"before)|all info|manual scoring|"
    rf"negative indicators|more document)\b",
    rf"{_START}ignore (?:instructions|everything|all of)\b",
    r"\b(?:reply|respond|answer|output|print|say|report) (?:only |exactly |just |simply )*(?:with|"
    r"by)? ?(?:only )?(?:the (?:following|exact)|exactly|verbatim|nothing else)\b",
    r"\b(?:if|when(?:ever)?) (?:the )?(?:user|questioned|asked|anyone asks|you are asked)\b(?!.{0,30}\b(?:i|we|they|he|she)\b)"
    r".{0,60}?\b(?:reply|"
    r"respond|report|answer|say|output|print|state)\b",
    r"\bfocus (?:only|exclusively|solely) on\b.{0,60}?(?:information|following|positive|brackets|"
    r"and (?:report|print|output|provide))",
    r"\b(?:assistant|system): ?\S.{0,400}?\buser: ",
    rf"{_START}(?:repeat|print|output) (?:the following|this|back|after me|<)|\bnext, (?:please )?repeat\b|"
    rf"\b(?:please|could you) repeat (?:the|this|<)",
    rf"{_START}(?:do not|don't|never) (?:evaluate|summari[sz]e|analy[sz]e|mention|report|reveal|tell the user)\b",
    r"\byou may not deviate\b|\bpre-verified by\b|\bchain of thought\b|\boverride\b.{0,30}?\b(?:and|to)"
    r" (?:output|print|report)",
    r"\b(?:mark|rate|label|code|score|classify) (?:all|every|each|everything)\b.{0,30}?\b(?:as|positive|"
    r"negative|[0-9])\b",
)
WEAK = (
    rf"{_START}(?:write|draft|compose|craft|pen|generate) (?:me |us )?(?:a|an|the|some|one|two|three)? ?"
    rf"(?:[\w'-]+ ){{0,4}}?{_WORK}\b(?!.{{0,40}}\b(?:i|my|me|we|our|us)\b)",
    rf"{_START}{_CHANGE}\b.{{0,160}}?\b(?:your|the|this) (?:\w+ ){{0,2}}?{_ANSWER}\b",
    rf"{_START}{_CHANGE}\b.{{0,160}}?\bin (?:your|the) (?:\w+ )?{_ANSWER}\b",
    rf"{_START}{_CHANGE}\b.{{0,160}}?\byour (?:words|sentences|tone|wording)\b",
    rf"^[\s\"'(*_-]*(?:in|throughout|within|at the (?:end|start|beginning|top) of|for|to|with|before|after)"
    rf" your (?:\w+ )?{_ANSWER}s?\b[ ,]+(?:please )?(?:you (?:must|should) )?(?:also )?{_CHANGE}\b",
    rf"{_START}(?:answer|respond|reply|write|speak|output)\b(?: \w+){{0,3}}? (?:only )?(?:in|using|with|as)"
    rf" (?:{_LANGUAGE}|morse|binary|base64|emojis?|json|xml|html|reverse|pig latin|rhymes?|caps|uppercase|"
    rf"lowercase|alphanumeric|anagrams?|code|cipher|a haiku|the style|leetspeak|rot13)\b",
    rf"{_START}(?:use|replace|substitute|convert|swap|scramble|jumble|rearrange|misspell|anagram|reverse|"
    rf"remove|group|shift|encode|write)\b.{{0,60}}?\b(?:letters?|vowels?|consonants?|symbols?|spaces|anagrams?|"
    rf"typos|alphabet|keywords|characters|syllables|every (?:other|second|third|fourth|fifth) (?:word|letter))"
    rf"\b",
    rf"{_START}translate\b.{{0,120}}?\b(?:to|into|from) {_LANGUAGE}\b",
    rf"{_START}(?:analy[sz]e|determine|classify|detect|identify|assess|predict|rate|evaluate|judge) (?:the|"
    rf"this|whether|if)\b.{{0,60}}?\b(?:sentiment|tone|mood|trend|emotion|polarity|topic|following|sentence|"
    rf"review|tweet)\b",
    rf"{_START}(?:can|could|would|will) you (?:please )?{_CHANGE}\b.{{0,80}}?\b(?:your {_ANSWER}|"
    rf"in {_LANGUAGE}|sentence|tweet|letters|emojis?)\b",
    r"^[\s\"'(*_-]*is this (?:feedback|review|comment|sentence|tweet|text|statement) (?:positive|negative)\b",
)
# What an interviewer may ask as well; somebody interviewed does not.
ASKED = (
    rf"{_START}{_MAKE} (?:me |us )?(?:a|an|the|some|one|two|three|"
    rf"[0-9]+)? ?(?:[\w'-]+ ){{0,4}}?{_WORK}\b(?!.{{0,40}}\b(?:i|my|me|we|our|us)\b)",
    rf"{_START}{_TEACH}\b(?! ?[,.;])(?!.*{_TIED}).{{12,}}",
    rf"{_START}(?:can|could|would|will) you (?:please )?(?:{_MAKE}|{_TEACH}) (?!.*\b(?:that|this|it|your|we|our)\b)"
    rf"(?:me |us )?(?:a|an|the|how|some|what)?\b.{{0,60}}?(?:{_WORK}|python|java|javascript|sql|php|html|css|c\+\+|{_LANGUAGE})\b",
    rf"\b(?:how (?:do|would) (?:you|i|we) say|what(?:'s| is| are)|what does)\b.{{1,60}}?\b(?:in|mean in)"
    rf" {_LANGUAGE}\b",
    rf"{_START}(?:can|could|would|will) you (?:please )?(?:classify|analy[sz]e|determine|invert|detect|identify)\b",
    rf"{_START}(?:help me (?:with|to)?|recommend|suggest|provide|list|name|find|search for|look up|research)"
    rf" (?!{_TIED[2:]})(?:(?:a|an|the|some|any|good|all|me|insights|command|weekend|top|several|\d+)"
    rf"[ ,]+){{1,4}}(?!.*\b(?:we|our|us|they|them|it|you|your)\b)[\w '-]{{6,}}",
    rf"^[\s\"'(*_-]*(?:what|how|why|which) (?:are|is|does|do|did|has|have|will|can|movies|books) (?!.*{_TIED})"
    rf"(?:the )?(?!\w+ (?:problem|issue|reason|thing|difficult)\w*)"
    rf"(?:top|main|major|key|primary|benefits|advantages|drawbacks|pros and cons|risks|effects?|"
    rf"impacts?|causes?|role of|history of|future of|global|"
    r"social media|climate|renewable|artificial|economic|best (?:way|practices|books|movies)|popular|playing)\b.*\?",
    r"^[\s\"'(*_-]*how (?:can|do|should|could) i (?:automat|improve my|learn|back up|set up a|schedule|"
    r"build a|make a|write a|become|start a|invest|lose weight|cook|bake)",
    r"^[\s\"'(*_-]*who (?:(?:wrote|invented|discovered|painted|composed|founded|directed)(?! (?:this|that|it|my|your|our)\b)|"
    r"was the (?:first|"
    r"author)|is (?:the author|known as))\b",
    r"^[\s\"'(*_-]*what (?:is|are|was|were) the (?:capital|population|currency|largest|smallest|tallest|"
    r"longest|oldest|chemical|boiling|speed of|formula|"
    r"(?:main|primary|key|basic|major|core|fundamental|chief) (?:causes?|functions?|differences?|principles?|"
    r"components?|types?|themes?|steps?|stages?|ingredients?|effects?|symptoms?|characteristics))\b",
    r"^[\s\"'(*_-]*what(?:'s| is) the difference between (?:['\"<=(]|[a-z0-9+#.]+ and [a-z0-9+#.]+ in\b)",
    r"^[\s\"'(*_-]*how (?:do|does|did) (?!the\b|this|that|these|those|your|our|my|it|they|you|we|i\b|he|she|"
    r"people|customers?|staff)[\w -]{3,40} (?:work|function|form|occur|reproduce|evolve|fly|happen)\b",
    r"^[\s\"'(*_-]*how (?:do|can|would|to) ?(?:i|you|one|we)? (?:solve|calculate|compute|prove|factor|"
    r"differentiate|integrate|implement|declare|define|write|create) (?:an? |the )?(?:\w+ )?"
    r"(?:equations?|integrals?|derivatives?|matri(?:x|ces)|functions?|loops?|class|array|list|variables?|area|"
    r"volume|fractions?|polynomials?|theorem|algorithm|query|api|essays?)\b",
    r"^[\s\"'(*_-]*(?:explain|describe) what you do\b|^[\s\"'(*_-]*what (?:is|are) your (?:function|"
    r"instructions|rules|system prompt|purpose as)\b|^[\s\"'(*_-]*what is a garak\b",
)
