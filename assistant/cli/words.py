"""The frame of the help pages and of usage errors, in both languages."""

from assistant.wording import Text

USAGE = Text("用法：", "Usage: ")
OPTIONS = Text("选项", "Options")
COMMANDS = Text("命令", "Commands")
EXAMPLES = Text("示例", "Examples")
SHOW_HELP = Text("显示本帮助。", "Show this help.")
SHOW_VERSION = Text("显示版本。", "Show the version.")
ERROR = Text("错误：", "Error: ")
REQUIRED = Text("必填", "required")
DEFAULT = Text("默认：{value}", "default: {value}")

ABOUT = Text(
    "把访谈笔记整理成客户旅程报告，每句话都有出处。",
    "Interview notes in, customer-journey reports out, with the evidence behind every sentence.",
)

NO_SUCH_COMMAND = Text("没有名为 {name} 的命令。", "There is no command {name}.")
NO_SUCH_OPTION = Text("没有名为 {name} 的选项。", "There is no option {name}.")
MISSING_ARGUMENT = Text("缺少 {name}。", "{name} is missing.")
BAD_VALUE = Text("{name} 的值 {value} 无效。", "{value} is not a valid value for {name}.")
BAD_NUMBER = Text("{name} 应是 {low} 到 {high} 的整数。", "{name} must be a whole number from {low} to {high}.")
BAD_CHOICE = Text("{name} 只能是：{choices}。", "{name} must be one of: {choices}.")
EXTRA_ARGUMENT = Text("多出了参数：{names}。", "Unexpected argument: {names}.")
NEEDS_VALUE = Text("选项 {name} 需要一个值。", "Option {name} needs a value.")
DID_YOU_MEAN = Text("是否想用 {names}？", "Did you mean {names}?")
SEE_HELP = Text("运行 {command} --help 查看用法。", "See {command} --help.")
INTERRUPTED = Text("已中断；再次运行同一条命令即可继续。", "Interrupted; run the same command again to go on.")
DISK = Text("读写 {path} 时出错：{why}。", "Reading or writing {path} failed: {why}.")
DISK_HINT = Text(
    "请检查磁盘空间和文件权限，再运行同一条命令。",
    "Check the space on the disk and the file's permissions, and run the same command again.",
)
UNEXPECTED = Text(
    "程序出错（{kind}），这是我们的问题。没有写出不完整的文件。",
    "Something went wrong inside the program ({kind}); this is our fault. Nothing was left half-written.",
)
UNEXPECTED_HINT = Text(
    "请附上命令和版本号 {version} 反馈；设 JOURNEY_DEBUG=1 可查看详情（其中可能有客户资料）。",
    "Please report the command and version {version}; JOURNEY_DEBUG=1 shows details (which may hold client material).",
)
