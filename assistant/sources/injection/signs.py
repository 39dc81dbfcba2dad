"""Signs of an order to a program by what it does, whatever words it chooses.

It speaks of the instructions that its reader was given, claims authority over it, gives it a part to play, lays down the
form of its reply, feigns the end of the text, or wants secrets and tools. Read after folding, as the other patterns are.
"""

# Its own instructions: nobody in an interview has an initial prompt, and rules are not "above".
_BRIEF = (
    r"(?:i[ns]{1,2}t+ru[ck]*t?[ck]*t?ions?s?|instructi\w*|prompts?|pre-?prompt|rule ?sets?|guidelines|directives|"
    r"commands|configurations?|system message|initiali[sz]ation|programming|constraints|guardrails|restrictions)"
)
_GIVEN = (
    r"(?:initial|original|previous|prior|preceding|above|earlier|full|entire|exact|hidden|secret|internal|system|"
    r"confidential|underlying)"
)
_TELL = (
    r"(?:repeat|print|output\w*|reveal|show|display|list|format|firmat|rephrase|reword|summari[sz]e|write|tell(?: me)?|give(?: me)?|"
    r"say|state|share|expose|leak|disclose|dump|convert|translate|turn|encode|explain|describe|recite|return|copy|echo|"
    r"quote|reply|rap|tl;?dr|complete|spell|paraphrase|restate|append|read|type|put|post|recall|provide|hand over|send)"
)
_SECRET = (
    r"(?:(?:access |secret |security )?(?:password|passphrase|passcode)s?|access codes?|api[ -]?keys?|access tokens?|"
    r"credentials|secret keys?|private keys?|session cookies?|environment variables|chat history|conversation history)"
)
# Somebody tells what they do with a program themselves.
_NO_TALE = r"^(?!.*\b(?:i|i'd|i'll|i've|i'm|my|we|we'd|our|it|its|they|them|he|she)\b)"
_SAID = r"(?:what|anything|everything|all|(?:the )?(?:words|text|content|paragraphs?|lines?|sentences?))"

ENGLISH_STRONG = (
    rf"{_NO_TALE}.*?\b{_TELL}\b(?: \w+){{0,5}}? your(?: \w+){{0,3}}? {_BRIEF}\b",
    rf"\b(?:rap|poem|song|sonnet|haiku|story|essay)\b(?: \w+){{0,3}}? (?:your|the (?:{_GIVEN}))(?: \w+){{0,2}}? {_BRIEF}\b",
    rf"{_NO_TALE}.*?\b{_TELL}\b(?: \w+){{0,6}}? (?:(?:the|all|any|these|those)(?: of)?(?: the)? )?{_GIVEN} {_BRIEF}\b",
    rf"{_NO_TALE}.*?\b{_TELL}\b[^.!?]{{0,40}}? (?:{_SAID}|{_BRIEF})(?: in the)?(?: prompt)? (?:above|prior to this|before this|so far)\b"
    r"(?! (?:average|all|board|zero))",
    rf"{_NO_TALE}.*?\b(?:repeat|rephrase|print|reveal|recite|output|convert|format|list)\b(?: \w+){{0,2}}? (?:the|"
    rf"these|all|all the) (?:{_BRIEF}|rules)\b",
    rf"\bwhat (?:are|were|is|was)(?: \w+){{0,2}}? (?:{_GIVEN} )?{_BRIEF} (?:you (?:were|are|have been) given|above)\b",
    rf"\byour (?:{_GIVEN} )+(?:prompt|instructions?|rule ?set)\b",
    r"\b(?:new|real|updated|actual|revised|further|special|secret) (?:instructions?|directives?|task|"
    r"prompt)s? ?(?::|begin|start|follow)",
    r"\b(?:your|the|all|any) (?:previous|prior|earlier|above|former|old|existing) (?:\w+ )?(?:instructions?|prompts?|directives?|"
    r"guidelines|constraints)\b[^.]{0,40}?\b(?:void|invalid|cancel\w*|revoked|expired|outdated|obsolete|over(?:ridden|written)|"
    r"no longer|replaced|superseded|lost|fake|test)\b",
    r"\b(?:all|previous) (?:directives|instructions|rules|commands) (?:are |have been |is )?(?:lost|void|cancel\w*|deleted|reset|over)\b",
    r"\bwhat (?:would|should|will|must|do) you (?:say|reply|respond|output|answer|do)\b.{0,60}?\b(?:user|password|access code|code is|"
    r"code was|input|passphrase)\b",
    r"\b(?:forget|erase|wipe|clear|reset)\b (?:all |everything )?(?:about )?(?:you know|you (?:have )?(?:been told|learned)|your "
    r"(?:memory|context|training|previous))",
    r"\b(?:unrestricted|developer|debug|admin|maintenance|god|dan|root|sudo|blank slate|jailbroken|unfiltered) ?mode\b"
    r"(?! of (?:the )?(?:phone|machine|device|app|camera))",
    r"\b(?:bypass|circumvent|disable|turn off|switch off|evade|remove|ignore|break|violate) (?:all |any |your |the |these )?"
    r"(?:\w+ )?(?:guardrails?|safety (?:policy|policies|filters?|rules|checks?|settings)|content (?:policy|policies|filters?)|"
    r"safeguards|restrictions on you|security (?:policy|policies|rules)|moderation)\b",
    r"\b(?:rules?|polic(?:y|ies)|constraints?|directions?|directives|instructions?|restrictions?)\b[^.;]{0,20}?\b(?:no longer appl\w+|"
    r"(?:as|is|are|now) (?:obsolete|void|expired|revoked)|(?:has|have) (?:expired|been (?:lifted|revoked|"
    r"replaced)))\b.{0,20}?[;,.] ?(?:so |and |"
    r"then )?\w+\b|\b(?:treat|consider|regard)\b.{0,40}?\b(?:rules?|constraints?|instructions?|polic\w+|directions?)\b.{0,10}?\bas "
    r"(?:obsolete|void|expired|outdated|invalid)",
    r"\b(?:reveal|expose|disclose|return|reproduce|show|print|output|share|leak|provide|display)\b(?: \w+){0,3}? (?:private|"
    r"concealed|hidden|"
    r"unseen|secret|confidential|invisible|internal|protected) (?:\w+ )?(?:set-?up|bootstrap|start-?up|initiali[sz]ation|configuration|"
    r"context|message|content|settings?|text)\b",
    r"^[\s\W]*(?:when|once|after) (?:the |your |this )?(?:analysis|summary|summari[sz]\w+|processing|review|"
    r"reading|task|report|translation) "
    r"(?:is|has been|are) (?:complete|completed|done|finished|ready),? (?:please )?(?!we\b|i\b|they\b|you\b|the\b|it\b)[a-z]+\b|"
    r"^[\s\W]*in the next step, (?:please )?(?!we\b|i\b|they\b|the\b|it\b)[a-z]+ (?:the|an?|all|this)\b",
    r"\b(?:ignore|overlook|dismiss|disregard|skip|suspend|disable|suppress|override|bypass|drop|"
    r"forget)\b(?: \w+){0,3}? (?:previous|prior|"
    r"earlier|above|preceding|retrieved|existing|original|safety|security|all|everything|any)\b(?: \w+){0,2}? (?:constraints?|guidelines|"
    r"context|rules|instructions?|protocols?|checks?|filters?|limits?|before this|steps?|directives|commands|content|prompts?)\b",
    r"\b(?:safety|security) (?:protocols?|filters?|checks?|rules?|protections?|mode)\b.{0,12}?\b(?:suspended|"
    r"disabled|off|false|lifted|bypassed)\b",
    r"\byou(?: are|'re)(?: now)? (?:no longer|free now|unrestricted|not bound)\b|\bact as (?:an? )?(?:\w+ )?(?:system administrator|"
    r"administrator|root|rootkit|backdoor|linux terminal|terminal|debater|interpreter)\b|\bfor the (?:rest|"
    r"remainder) of (?:this|our|the) "
    r"(?:conversation|chat|session),? (?:you|act|behave|respond|please)\b",
    r"^[\s\W]*(?:complete (?:this|the) (?:sentence|phrase)|repeat (?:exactly|after me)|send to (?:the )?next agent|important(?: new)? "
    r"(?:instructions?|message)|to (?:any|the|all) (?:ai|llm|model|agent|assistant)\w*)\b ?.{0,10}?[:*,]",
    r"\bdo not (?:print|output|display|write|say|summari[sz]e|mention)\b.{0,60}?\binstead\b|"
    r"\binstead,? (?:please )?(?:print|output|say|write|"
    r"respond|reply)\b|(?:^|[.,;:!] ?)(?:don't|do not|never) tell (?:the )?(?:user|anyone|reader)\b",
    r"(?:^|[.;!] ?)(?:run|execute|bypass|eval\w*|invoke|call|test this api call)\b[^.]{0,16}?: ?[`'\"(\w]|"
    r"`[^`]*(?:whoami|/etc/|\bsh -c|bash -c)|"
    r"\b(?:os\.popen|import os|__import__|child_process|cat /etc|select \* from)\b",
    # claims of authority over the reader
    r"\bi(?:'m| am) (?:your|the|an?) (?:\w+ ){0,2}?(?:developer|creator|programmer|administrator|admin|operator|maintainer|"
    r"master|owner|root user|superuser|system administrator)\b.{0,200}?\b(?:you|your|rules?|instructions?|share|show|give|print)\b",
    r"\b(?:this|that) (?:is|was) (?:only |just )?(?:a|an) (?:authori[sz]ed|official|system|security|admin\w*) "
    r"(?:test|override|request|message|update|notice|command)\b|\b(?:system|admin|security|priority) override\b",
    r"\b(?:highest|top|maximum|higher) priority\b.{0,30}?\b(?:instruction|command|message|over|text|directive)",
    # the form of the reply
    r"^[\s\"'([*_-]*(?:please |just |only |now |simply |then |instead[ ,]+)*(?:say|respond|reply|answer|output|print|write|type) "
    r"(?:back )?(?:only |just |exactly |simply |with |by saying |the words? |the phrase |the (?:first|second|two) )*"
    r"[\"“”'‘「].{1,80}?[\"“”'’」]",
    rf"\b{_TELL} (?:back )?(?:the )?(?:above|previous|preceding) (?:words|text|sentences?|paragraphs?|content|commands|lines?)\b",
    r"^[\s\"'([*_-]*(?:please |just |only |now |simply )*(?:respond|reply|answer) (?:back )?with (?:only )?\w+(?: \w+){0,3}[.!]?$",
    r"\b(?:please )?(?:say|respond|reply|answer|output|print|write|respond with|say only|output only|reply with)\b.{1,60}?\band "
    r"(?:nothing else|nothing more|don't (?:write|say) anything else|only that)\b",
    r"\b(?:begin|start|end|finish|prefix|preface|prepend|open) (?:your |the |yr |each |every )?(?:\w+ )?(?:response|reply|answer|output|"
    r"message|completion)s?\b(?: (?:with|by|w/)|,? ?[\"“'])",
    r"\b(?:your|the) (?:response|reply|answer|output) (?:should|must|will|has to|needs to) (?:only |always |be |start|begin|end|"
    r"contain|include|consist)",
    r"^[\s\"'([*_-]*(?:you (?:can|may|must|should|will) (?:only|always|now|never) (?:say|respond|reply|answer|output|write|speak|print)\b)",
    r"\b(?:answer|respond|reply|complete|output|print|say|write|return|execute|translate|repeat)\b[^.]{0,80}?\b(?:without (?:any |an? |"
    r"further |additional )?|(?:and|with|give|provide|include|add) no (?:other |further |additional )?)(?:explanations?|commentary|"
    r"disclaimers?|preamble|text|comments?)\b",
    r"(?:^|[.,;:] ?)(?:no (?:other |further |extra |additional )?|never (?:provide|give|add)(?: an?| any)? |"
    r"(?:do not|don't) (?:give|provide|"
    r"add|include|write|output)(?: an?| any)? (?:other |extra |additional )?)(?:explanations?|commentary|disclaimers?|preamble|comments?|"
    r"quotations)(?: added| needed| of .{1,20})?[.!]?$",
    r"\binstead of (?:(?:outputting|responding|printing|displaying)\b|(?:saying|answering|replying) (?:any|that|no)\w*\b)",
    r"\b(?:just|only) (?:write|output|give|print|say|return|the) (?:the )?(?:requested |final )?(?:answer|output|result|completion|"
    r"sentence)\b(?: (?:without|and nothing)|[.!]?$)",
    r"\b(?:every|each) time (?:you|the user|someone|anyone)\b.{0,60}?\b(?:say|respond|reply|output|instead)\b",
    r"\bwhenever you (?:get|see|receive|read|encounter)\b.{0,60}?\b(?:you must|say|respond|reply|output|print)\b",
    r"\b(?:if|when) (?:the )?(?:user|input|prompt|message|access code|password)(?: input)? (?:is|says|contains|"
    r"equals|enters|inputs|asks)\b"
    r".{0,80}?\b(?:respond|reply|output|say|print|prefix|return)\b",
    r"\b(?:respond|reply|answer|output|return)\b.{0,40}?\b(?:otherwise|else),? (?:respond|reply|answer|output|return|say)\b",
    # the part to play
    r"^[\s\"'([*_`-]*(?:now,? )?(?:from now on,? |starting now,? |henceforth,? )you(?: are|'re| will| must| shall| should|r)\b",
    r"\byou(?: are|'re| will be| were) (?:now )?(?:an? |the )?(?:\w+ ){0,4}?(?:interpreter|terminal|compiler|language model|arbiter|"
    r"authenticat\w+ system|security system|simulator|persona|dan|character named|gatekeeper|sentient \w+)\b",
    r"\byou (?:are|have been)\b.{0,60}?\b(?:and |whose )?your (?:sole|only|default|primary|one) (?:response|reply|purpose|role|job|task|"
    r"function|goal|output)\b",
    r"\byour (?:sole|only|default|primary|new) (?:response|reply|output|task|job|purpose|role|persona|identity) (?:is|will be|now)\b",
    r"\b(?:let's|let us|i want you to|please|now|can you|you will|you must|you are to|you should) (?:\w+ )?(?:role-?play|"
    r"pretend|simulate|"
    r"act out|impersonate|take on the role|play the (?:role|part)|do some role-?play)",
    r"^[\s\"'([*_-]*(?:pretend|imagine) (?:that |to be |you(?:'re| are| were) )(?:an? |the )?.{0,60}?\b(?:ai|no (?:rules|restrictions|"
    r"limits)|respond|answer|say|unrestricted|without)\b",
    r"\btake on the role of\b.{0,40}?\b(?:that|who|and) (?:outputs?|writes?|says?|prints?|answers?)\b",
    r"\byou (?:are|have been) (?:now )?(?:participating|recruited|selected|chosen|hired|tasked)\b.{0,60}?\b(?:ai|"
    r"coding agent|competition|"
    r"agent|model|interpreter)\b",
    # the feigned end of the text, and what a tool would be called with
    r"(?:%{2,}|={3,}|#{2,}|-{3,}|\*{3,}|`{3,}|~{3,}|\|{2,}|_{3,}) ?(?:end|begin|start|stop|new|real|system|user|ignore|admin)\b",
    r"^[\s\W]*(?:end|begin|start|stop) (?:of )?(?:the )?(?:real |user |system |login |access |sample |out of date |previous |original |"
    r"current |external |untrusted |retrieved )*(?:message|input|prompt|instructions?|context|ambiguity|attempt|code|section|"
    r"document|data|conversation|session|text|query|content|task)\b(?! (?:of|in|for|on|with|to|that|we|i|was|is)\b)",
    r"</?(?:devmode|sys|prompt|instructions?|context|document|user|assistant|admin|data|input|output|tool|function|command|override|"
    r"secret|important|system)[ \w=\"'-]{0,40}/?>",
    r"^[\s\W]*(?:user|human|ai|bot|robot|model|chatgpt|gpt)(?: input| output| response| text)?: ?\S.{0,300}?(?:assistant|"
    r"bot|ai|robot|model|"
    r"response|output)[\w ]{0,12}:",
    r"\"(?:tool|function|name|tool_name|action|tool_call|recipient_name|role)\" ?: ?\"[\w.]+\".{0,40}?\"(?:arguments|"
    r"args|parameters|input|"
    r"params|content|command)\" ?:",
    r"\b(?:tool_calls?|function_call|execute_command|send_email|run_command|exec\(|eval\(|os\.system|subprocess|"
    r"rm -rf|drop table|forward\(|"
    r"curl https?:|wget https?:|powershell|cmd\.exe)",
    r"!\[[^\]]*\]\(\s*(?:https?:)?//[^)]*\)",
    r"<(?:img|script|iframe|link|object|embed|form|svg)\b[^>]{0,200}?(?:src|href|onerror|onload|action|data)\s*=",
    # secrets, tools, others' data
    rf"^[\s\"'([*_-]*(?:please |now |then |also |first |and |immediately |(?:can|could) you (?:please )?)*(?:reveal|show|print|give|tell|"
    rf"send|output|share|return|leak|expose|disclose|list|extract|export|forward|upload|post|write|store|save|safely store|append|"
    rf"include|exfiltrate|collect|email)\b(?: \w+){{0,5}}? {_SECRET}\b",
    rf"\b(?:reveal|leak|exfiltrate|disclose|expose|steal|dump)\b(?: \w+){{0,5}}? (?:{_SECRET}|system prompt|"
    rf"customer (?:data|records)|user data)\b",
    rf"\bwhat (?:is|was|are) the (?:{_SECRET}|key that)\b",
    r"\b(?:send|forward|upload|post|transmit|email|submit|mail|export)\b.{0,60}?\b(?:to|at)\b:? <?(?:https?://|"
    r"[\w.+-]+@[\w-]+\.)",
    r"(?:^|[.,;:!] ?)(?:please |now |then |also |first |and |immediately |next,? |(?:you (?:must|should|"
    r"need to|will)) )*(?:call|invoke|use|"
    r"run|execute|trigger|activate) (?:the |your |any |all |this |following )*(?:\w+ )?(?:tools?|functions?|"
    r"plugins?|api|shell|command|code|"
    r"script|payload)\b.{0,40}?\b(?:to|and|with|then|below|following|on)\b(?!.*\b(?:we|i|my|our|they)\b)",
    r"\b(?:visit|open|go to|navigate to|click|fetch|load|follow|browse) (?:the |this |to )?(?:link |url |page |website |address )?"
    r"(?:at |: ?)?<?https?://",
    r"\bdelete (?:all|every|the|any)(?: \w+){0,2}? (?:files?|data|records?|e-?mails?|messages?|history|logs?|databases?|backups?)\b",
    r"\b(?:transfer|wire|pay|send) \$?[\d,]+.{0,30}?\b(?:to|into)\b.{0,30}?\b(?:account|iban|wallet|address)\b",
    # tasks upon the text itself, given to whoever reads it
    r"\bwe now (?:must|have to|need to|will)\b.{0,40}?\b(?:convert|translate|rewrite|perform|play|repeat|print|output)\b",
    r"(?:^|[.,;:!] ?)(?:please |now |then |and |first )*(?:decode|decrypt|decipher|un-?scramble|interpret|"
    r"run|execute) (?:the )?(?:following|"
    r"this|above|below)\b(?!.*\b(?:we|i|my|our|they)\b)",
    r"\b(?:convert|translate|turn|format|print|write|output)\b.{0,50}?\b(?:into|to|as|in) (?:\w+ )?(?:pseudo-?code|"
    r"python code|python|json|"
    r"coq|base64|markdown|bullet(?: point)?s?(?: list)?|rot13|binary|hex)\b(?=.{0,20}$)",
    r"\b(?:grammar|spell)[ -]?check the following\b|\bcorrect the (?:grammar|spelling|following)\b",
    r"\b(?:let's|let us|think|reason) (?:think |reason )?step[ -]by[ -]step\b",
    r"\bfill in (?:the )?(?:vowels|blanks?|missing|letters)\b.{0,60}?\b(?:answer|word|spell|puzzle)",
    r"\b(?:first|second|third|last|next|following) (?:and \w+ )?(?:words?|letters?|sentences?) of (?:this|"
    r"the|my|your) (?:prompt|message|text|"
    r"instructions?|input)\b",
)

_BRIEF_ZH = (
    r"(?:提示词?|指令|指示|系统消息|初始消息|初始设定|初始化|预设|设定|规则|约束|限制|准则|规范|安全策略|防护|"
    r"控制要求|操作要求|管控要求|隐藏(?:内容|设定|信息|配置|规则)|私密配置|隐秘配置|秘密内容|内部配置|配置)"
)
_TELL_ZH = (
    r"(?:重复|复述|打印|输出|显示|展示|列出|公开|泄露|透露|说出|写出|交出|给出|告诉我|告知|提供|翻译|改写|总结|转换|念出|暴露|导出|"
    r"复制|原样|发送|转发|披露|回显|返回)"
)
_SECRET_ZH = (
    r"(?:密码|口令|密钥|秘钥|api ?key|access ?token|令牌|凭证|凭据|验证码|私钥|环境变量|系统提示词?|聊天记录|对话历史|"
    r"其他(?:用户|客户)的(?:数据|资料|信息|笔记))"
)
_ORDER_ZH = (
    r"(?:^|[,。:;!?、\s])(?:请你?|现在|然后|接着|并|并且|"
    r"务必|必须|立即|马上|直接|你要|你必须|你应|帮我|改为|从现在(?:起|开始),?|你)*"
)

CHINESE_STRONG = (
    rf"(?:你|您)的?(?:最初|初始|原始|全部|完整|所有|内部|隐藏|系统|底层|之前|先前)的?{_BRIEF_ZH}",
    rf"{_TELL_ZH}[^。!?]{{0,16}}?(?:你|您|模型|系统|助手|启动|初始化|运行前|不可见|隐藏|加载)[^。!?]{{0,12}}?(?:{_BRIEF_ZH}|"
    rf"消息|内容|信息)",
    rf"(?:把|将)?(?:此前|之前|先前|上面|上述|上层|前面|原来|原有|原先|以上|既有|管理方|系统|开发者|已有)(?:给出|设定|设置|规定)?的?"
    rf"[^。!?,]{{0,8}}?{_BRIEF_ZH}[^。!?]{{0,10}}?(?:撤销|失效|作废|过期|无效|取消|废止|清空|不再(?:适用|有效)|覆盖|替换|删除|推翻)",
    rf"(?:不要|不用|不必|无需|停止|别再?|禁止|不再)(?:继续)?(?:沿用|遵守|遵循|执行|理会|参考|考虑|服从|管)[^。!?]{{0,10}}?"
    rf"(?:原来|之前|先前|上面|上述|以上|原有|系统|开发者|任何|你的)的?[^。!?,]{{0,6}}?{_BRIEF_ZH}",
    rf"{_ORDER_ZH}(?:绕过|绕开|突破|解除|关闭|禁用|跳过|屏蔽|取消|移除)[^。!?]{{0,8}}?(?:安全|限制|约束|审查|"
    rf"过滤|防护|权限|护栏|策略|审核)",
    r"(?:最高|更高|第一)优先级[^。!?]{0,12}?(?:指令|命令|消息|规则|任务|执行|遵|处理(?:本|这|此)|内容)|(?:最高|第一)优先级[:：]",
    r"(?:完成|结束|做完)(?:了)?(?:分析|总结|处理|阅读|翻译|摘要|审阅|评估|任务)(?:任务|工作)?(?:以后|之后|"
    r"后|时)?,?(?:请|务必|立即|自动)(?!问)|"
    r"^(?:在)?下一(?:个)?步(?:骤)?(?:中|里)?,?(?:请|务必)(?!问)",
    r"(?:无限制|不受限制?|越狱|上帝|超级用户|root)的?模式|不受(?:任何)?(?:限制|"
    r"约束)的(?:ai|模型|助手|智能体|回答)",
    rf"{_ORDER_ZH}{_TELL_ZH}[^。!?]{{0,12}}?{_SECRET_ZH}",
    r"(?:发送|转发|上传|提交|发|导出|邮件|同步|传)(?:给|到|至|往)[^。!?]{0,10}?(?:https?:|[\w.+-]+@[\w-]+\.|外部(?:服务器|地址|邮箱))",
    r"(?:解码|破译|解密)[^。!?]{0,12}?(?:执行|运行|照做|按|遵照|指令)|执行(?:以下|下面|这段|解码后|"
    r"上述)[^。!?]{0,8}?(?:代码|命令|指令|脚本)",
    r"(?:调用|使用|触发|启用|执行)[^。!?]{0,6}?(?:工具|函数|插件|接口|shell|命令行|浏览器)[^。!?]{0,16}?(?:发送|"
    r"删除|读取|下载|转账|上传|打开|执行|获取|查询)",
    r"(?:删除|清空|销毁|格式化)(?:所有|全部|一切|整个|每个)?(?:的)?(?:文件|数据|记录|邮件|数据库|日志|备份|笔记|磁盘|硬盘)(?!的)",
    rf"{_ORDER_ZH}(?:假装|扮演|充当|模拟|假设你是|想象你是)[^。!?我]{{0,24}}?(?:的身份|的口吻|的角色|角色扮演|没有(?:任何)?限制|不受限|"
    r"(?:回答|回复|输出|说话))",
    r"(?:从现在(?:起|开始)|接下来|今后|自此|以后)[,]?(?:你|您)(?:就是|将|只能|必须|要|会|不再|的(?:名字|任务|角色|身份)|将会|应)",
    r"(?:你|您)(?:唯一|新|真正|实际|首要)的(?:任务|工作|职责|目标|回答|身份|角色|输出)(?:是|为|就是|变)",
    r"我是(?:你|您)的(?:开发者|创造者|管理员|主人|程序员|创建者|维护者|运维|老板|上级)|(?:我|这)是(?:系统|"
    r"平台|安全|超级)(?:消息|通知|测试|授权)|"
    r"我是(?:系统|平台|超级)管理员[^。!?我们]{0,12}?(?:请|命令|要求|你)",
    r"(?:系统|管理员|官方|安全)(?:授权|通知|消息|更新|覆盖|命令)[:：]",
    r"(?:新的?|真正的?|更新后?的?|最新的?)(?:指令|提示词?|任务)(?:如下|是|为|:|开始)",
    r"(?:以上|上述|前面|之前)(?:内容|文字|文本|对话|材料|笔记|访谈)?(?:到此)?(?:结束|完毕|为止|均为测试|都是测试|仅供测试|全部作废|无效)"
    r"[,。;!]?.{0,12}?(?:现在|接下来|下面|以下|请|开始|新)",
    r"(?:^|[\s\W])(?:用户|人类|模型|ai|系统)(?:输入|输出|消息|提示)?:.{0,200}?(?:助手|模型|ai|系统|回答|输出)(?:输出|回复|消息)?:",
    r"(?:不要|不用|无需|请勿|别)(?:给出|提供|添加|加|附加|输出|写|做)?(?:任何|其他|多余的?)(?:解释|说明|评论|内容|文字|注释)",
    r"(?:以|用)[“\"「'『][^”\"」'』]{1,40}[”\"」'』](?:开头|开始|作为开头|结尾|结束|作答|回应|回复|回答)(?!的)",
    # 打电话去问，说“等通知”。 is somebody's tale: an order says whom it orders, or is for a printer
    r"(?:^|[,。:;!?、\s])(?:(?:请你?|务必|必须|直接|你要|你必须|你应|只|只能|改为|一律)+(?:说|回答|回复|写下?)|(?:输出|打印|返回))(?:出)?"
    r"[“\"「『][^”\"」』]{1,60}[”\"」』](?:$|[。!,]|即可|就行|就好)",
    r"(?:访问|打开|点击|前往|跳转到?|浏览)(?:以下|下面|这个|该|此)?(?:链接|网址|网站|页面|地址)?[:： ]?https?:",
    r"(?:凡是|每当|一旦|只要|任何时候)[^。!?]{0,16}?(?:用户|有人|被问|问到|提问|提到)[^。!?]{0,20}?(?:都|就|"
    r"一律|必须|请|要)(?:回答|回复|说|输出|写)",
    r"(?:阅读|看到|处理|读取|分析|总结|收到)(?:到|完)?(?:本|这|该|此)(?:段|份|篇|条|个)?(?:文字|文本|内容|文件|文档|消息|笔记|材料|信息)"
    r"(?:的|时|后|之后)[^。!?]{0,20}?(?:请|必须|应|务必|要|需|ai|模型|助手|系统)",
)
