"""What no interview has in it, whatever its language: marks of chat models, and talk about being one."""

PROGRAM = (
    r"(?:ai|人工智能|大模型|大语言模型|语言模型|智能助手|智能体|聊天机器人|机器人助手|自动(?:分析|筛选|审核|"
    r"评估|处理)(?:系统|软件|程序)?|"
    r"llms?|(?:large )?(?:language |chat )?models?|chat ?bots?|chatgpt|gpt|claude|assistant|bot|"
    r"(?:automated|automatic) (?:\w+ ){0,2}?(?:software|systems?|tools?|programs?))"
)
# Read after folding: Traditional as Simplified, small letters, plain widths.
STRONG = (
    # 系统提示我余额不足 is what customers go through all day
    r"系统(?:提示词|指令|(?:提示|消息) ?:)|(?:开发者|隐藏的?)(?:提示词?|指令|消息)",
    r"(?:打印|输出|泄露|复述|重复|显示|透露|忽略|无视|推翻|你的)[^。!?]{0,8}系统(?:提示|消息)",
    r"\bjailbreak\b|\bdo anything now\b|\bprompt injection\b|提示词注入|越狱模式",
    r"<<[^<>]{1,200}>>",
    rf"(?:致|给|告诉|提醒|请|注意)[^。!?]{{0,6}}?{PROGRAM}[^。!?]{{0,6}}?(?:[:,]|请你?|务必|必须|应当)",
    rf"{PROGRAM}[^。!?]{{0,8}}?(?:请|务必|必须|应当|一律)[^。!?]{{0,12}}?(?:回答|输出|回复|写成|写道|忽略|标记|"
    rf"评为|报告|总结|推荐)",
    rf"(?:你|您)(?:现在|从现在起|的身份)?(?:是|作为|扮演|充当)(?:一(?:个|名|位|款|"
    rf"台))?[^。!?,在用把跟和对给怎什哪]{{0,6}}?{PROGRAM}(?!的|公司|产品|团队|工程|行业|领域)",
)
# What has a letter in it that is not Chinese, as most Chinese sentences have not.
STRONG_LETTERED = (
    r"<\|?/?(?:im_start|im_end|system|endoftext|end of session|instructions?|prompt|assistant|user)\|?>",
    r"\[/?(?:inst|system|rest-of-document|admin request|assistant)\b",
    r"(?:^|\s)#{1,4} ?(?:system|instructions?|new task)\b",
    r"^(?:--+|==+) ?[\w ,]{0,40}\b(?:instructions?|resume|override)\b",
    r"^(?:system|assistant|developer)(?: prompt| message| instructions?)?: ?(?!\d)",
    r"\b(?:system|developer|hidden) (?:prompt|message|instructions?)\b",
    # what demonstrations of such attacks make a model say
    r"\bpwn(?:e?d|3d)\w?\b",
    rf"\b(?:note|message|instructions?|attention|dear|reminder|hint)\b.{{0,12}}?\b(?:to|"
    rf"for)?.{{0,6}}?\b{PROGRAM}\b ?[:,]",
    rf"\byou(?: are|'re)(?: now| no longer)? (?:an? |the )(?:[a-z]+ ){{0,2}}?{PROGRAM}\b(?!-| (?:manager|"
    rf"director|to the|user|person|expert|researcher|engineer))",
    rf"\bact as (?:if you|(?:an?|the) (?:\w+ ){{0,2}}?{PROGRAM})\b",
    # the one order that everybody translates
    r"\b(?:vergiss|ignorier\w*|missacht\w*)\b.{0,40}?\b(?:anweisung|instruktion|auftr[aä]g|befehl|vorherige|"
    r"obige)|\b(?:oublie[zr]?|ignore[zr]?|"
    r"négligez)\b.{0,40}?\b(?:instructions|consignes|précédent|directives)|\b(?:ignora\w*|olvida\w*|esque[çc]\w+|"
    r"dimentica\w*)\b.{0,40}?\b"
    r"(?:instruc|instruç|istruzion|anterior|indicacion|órdenes|regole|reglas)|(?:игнориру|забудь|"
    r"пренебре)\w*.{0,40}?(?:инструкц|правил|указан|"
    r"предыдущ|команд)|\b(?:vergiss|ignoriere?|vergessen sie|h[öo]re? nicht auf) (?:bitte )?(?:einfach )?alle[sn]?\b|"
    r"\b(?:olvid[ae]\w*|ignora) tod[oa]s?\b|\b(?:zaboravi|ignori[sš]i|ignorišite|zanemari) sv[eau]\b|\boublie[zr]? tou[ts]\w*\b|"
    r"\bdimentica(?:te)? tutt[oei]\b|\besque[çc]a tud[oa]\b|\bzapomnij\b.{0,12}?\bwszystk|\bbỏ qua (?:mọi|tất cả|các)\b|"
    r"\bich (?:möchte|will), dass (?:du|sie) als\b.{1,60}?\b(?:fungier|auftr[ei]t|agier|antworte|handel)\w*|"
    r"התעלם|התעלמ[יו]|指示を(?:すべて|全て)?(?:無視|忘れ)|(?:지시|명령|지침)\S{0,4}\s?(?:사항\S? )?(?:을|"
    r"를)?\s?(?:모두 )?(?:무시|잊)|تجاهل",
)
