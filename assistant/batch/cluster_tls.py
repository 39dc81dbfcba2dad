"""What a connection to a dask cluster is secured with: certificates as dask's own settings and environment name them."""

import ssl
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from assistant.wording import Text, joined, same

_PREFIX = "DASK_DISTRIBUTED__COMM__TLS__"


def open_security(address: str) -> Any:
    """Dask's Security for a scheduler at that address, with its certificates looked at before anything is sent.

    Raises SettingsError, naming what is missing or cannot be used.
    """
    from distributed import Security  # pyright: ignore[reportMissingImports] - optional

    try:
        security: Any = Security()
    except ValueError as error:
        raise SettingsError(_BAD_SETTING.filled(why=str(error))) from error
    if not address.startswith("tls://"):
        if security.require_encryption:
            raise SettingsError(_WANTS_TLS.filled(address=address), _USE_TLS)
        return security
    wanted = {"CA_FILE": security.tls_ca_file, "CLIENT__CERT": security.tls_client_cert}
    missing = [same(_PREFIX + name) for name, place in wanted.items() if not place]
    if missing:
        raise SettingsError(_NO_CERTIFICATES.filled(missing=joined(missing)), _SET_THEM)
    for place in (*wanted.values(), security.tls_client_key):
        _check_readable(place)
    try:
        security.get_connection_args("client")
    except (ssl.SSLError, OSError, ValueError) as error:
        raise SettingsError(
            _UNFIT.filled(ca=wanted["CA_FILE"], certificate=wanted["CLIENT__CERT"]), _SET_THEM
        ) from error
    return security


def _check_readable(place: str | None) -> None:
    """Raises SettingsError for a file that is not there; dask also takes a certificate itself in the place of its file."""
    if not place or "\n" in place:
        return
    try:
        Path(place).open("rb").close()
    except OSError as error:
        raise SettingsError(_UNREADABLE.filled(path=place), _SET_THEM) from error


_BAD_SETTING = Text("dask 的设置有误：{why}", "A setting of dask is not valid: {why}")
_WANTS_TLS = Text(
    "dask 的设置要求加密，而 {address} 不是加密的地址。",
    "The settings of dask want encryption, and {address} is no encrypted address.",
)
_USE_TLS = Text("改用 --scheduler tls://主机:端口", "Use --scheduler tls://HOST:PORT")
_NO_CERTIFICATES = Text(
    "连接 tls:// 的调度器需要证书，还没有设置：{missing}。",
    "A scheduler at tls:// wants certificates, and these are not set: {missing}.",
)
_UNREADABLE = Text("读不了证书文件 {path}。", "The certificate file {path} cannot be read.")
_UNFIT = Text(
    "证书不可用：CA {ca}，证书 {certificate} 和它的密钥对不上，或不是 PEM 格式。",
    "These certificates cannot be used: CA {ca}; certificate {certificate} and its key do not fit, or are not PEM.",
)
_SET_THEM = Text(
    "用环境变量 DASK_DISTRIBUTED__COMM__TLS__CA_FILE、…__CLIENT__CERT、…__CLIENT__KEY 指明 PEM 文件，或写进 dask 的设置文件；"
    "见 docs/cluster.md。",
    "Name the PEM files in DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__CLIENT__CERT and …__CLIENT__KEY, or in dask's own settings; "
    "see docs/cluster.md.",
)
