"""The words that finding aids use of access, of secrecy and of keeping, and how text is compared with them."""

import re
import unicodedata
from functools import lru_cache

# what an element, its heading or its first words call themselves where they speak of access or of secrecy
ACCESS_LABEL = (
    r"chế độ (?:sử dụng|tiếp cận|khai thác)(?:, sử dụng)?"
    r"|(?:che do|muc(?: do)?|dieu kien) (?:su dung|tiep can|khai thac)"
    r"|(?:điều kiện|mức(?: độ)?|quyền|tình trạng|hạn chế) (?:sử dụng|tiếp cận|truy cập|khai thác)(?: và sử dụng)?"
    r"|(?:information about |conditions governing |restrictions on )?access"
    r"(?: conditions?| restrictions?| status| level| note)*"
    r"|accessrestrictions?|access (?:to (?:the |this )?(?:collection|records?|materials?)|and use(?: restrictions)?)"
    r"|(?:conditions|terms) of access|(?:conditions|restrictions) (?:on|to) access|accessrestrict"
    r"|closure (?:status|period|code)|(?:record )?opening date"
    r"|conditions governing access and use|availability|(?:conditions?|modalités) d['’]accès|accès|communicabilité"
    r"|tiếp cận|chế độ sử dụng tài liệu"
    r"|(?:legal status(?: of the materials?)?|mode|restrictions?|tình trạng pháp lý)"
)
SECURITY_LABEL = (
    r"(?:cấp |mức )?độ (?:bảo )?mật|(?:cap |muc )?do (?:bao )?mat|mức bảo mật|tình trạng giải mật|inforsign"
    r"|(?:security |secrecy )?classification|(?:security|protective) marking|security level|secrecy"
    r"|niveau de confidentialité"
)
# circular 05/2025/TT-BNV, ``maintenance``: its 03 is fifty years, the 03 of ``mode`` a secret
RETENTION_LABEL = r"maintenance|retention(?: period)?|thời hạn (?:bảo quản|lưu trữ)|bảo quản"
RETENTION_VALUE = re.compile(r"^(?:0[1-7]|(?:0[1-7] ?[-–:.(]? ?)?(?:\d{1,3} (?:năm|years?)|vĩnh viễn|permanent)\)?)$")
LABEL = re.compile(rf"^(?:(?P<security>{SECURITY_LABEL})|(?P<retention>{RETENTION_LABEL})|{ACCESS_LABEL})\s*[:\-–]\s*")
# no sentence that is understood is longer; a hostile one is not tried
LONGEST = 200
# of the names that a sentence begins with; a file that piles up more is not understood
MOST_LABELS = 5
# a name that stands on a line or in a cell of its own, before what it names
NAMES_THE_NEXT_LINE = re.compile(
    rf"(?im)^[ \t]*({SECURITY_LABEL}|{RETENTION_LABEL}|{ACCESS_LABEL})[ \t]*[:\-–]?[ \t]*\n\s*"
)
# outside a statement: names that nobody uses of anything but access
NAMES_ACCESS = re.compile(
    r"^(?:chế độ (?:sử dụng|tiếp cận|khai thác)|(?:điều kiện|mức độ|quyền|tình trạng) (?:tiếp cận|truy cập|khai thác)"
    r"|(?:conditions governing |restrictions on )?access(?: conditions?| restrictions?| status)*)\s*[:–-]\s*\S"
)
# outside a statement: what holds a description back wherever it is said
RESTRICTS = re.compile(
    r"\b(?:closed|restricted|sealed|embargoed) (?:until|to (?:the public|researchers|readers))"
    r"|\b(?:closed|restricted) for (?:\d+ years|privacy)"
    r"|\brestricted access\b|[\[(](?:restricted|closed|hạn chế|hạn chế sử dụng)[\])]|^restricted:"
    r"|\baccess (?:to (?:this|the|these) \w+ )?is (?:closed|restricted)\b"
    r"|\bnot (?:open|available|accessible) (?:to the public|for consultation)|không phục vụ|lưu hành nội bộ"
    r"|không được (?:phép )?(?:công khai|khai thác|sử dụng)(?! (?:vào|cho|với|để|trong|nhằm)\b)|không công khai"
    r"|chưa (?:được )?(?:phép )?(?:công khai|khai thác)"
    r"|khong cong khai|chua cong khai|(?:diện|danh mục)[\w\s]{0,30}hạn chế sử dụng|tiếp cận có điều kiện"
    r"|\bnon communicable|\baccès restreint|\bconsultation interdite|\bsur dérogation|soumise? à dérogation"
    r"|\bincommunicable\b|\bcommunicable (?:en|le|après|à partir)\b"
    r"|\bnon consultable|\baccès interdit|\bnon librement communicable"
    r"|\b(?:tài liệu|hồ sơ) (?:bị |thuộc loại |diện )?hạn chế (?:sử dụng|tiếp cận|khai thác)"
    r"|\b(?:chỉ|chi) (?:phục vụ|sử dụng|phuc vu|su dung) (?:trong )?(?:nội bộ|noi bo)|không phổ biến(?: rộng rãi)?$"
    r"|cấm (?:khai thác|sử dụng|sao chụp|phổ biến)|luu hanh noi bo|khong phuc vu|han che su dung"
    r"|đóng (?:cửa )?(?:đến|tới) (?:hết )?(?:ngày|năm)"
    r"|(?:tài liệu|hồ sơ|tai lieu|ho so) (?:bị )?(?:hạn chế|han che)$|không đưa ra phục vụ|chưa phục vụ|không cho phép"
    r"|không được phép|chỉ (?:phục vụ|được sử dụng|sử dụng) khi|^sử dụng nội bộ$|dong den (?:het )?(?:ngay|nam)"
    r"|khong duoc (?:su dung|khai thac)|chua duoc khai thac|(?:ngày|thời hạn) giải mật|giải mật (?:một|từng) phần"
    r"|^(?:closed|restricted)(?::| file$| to )|^(?:staff|internal use) only$|\bnot (?:yet )?open(?:$| (?:until|to))"
    r"|\bnot publicly available|^embargo until|^opens in (?:20[3-9]|2[1-9])|^retained by|closed description"
    r"|\baccès (?:réservé|limité|soumis)|\bconsultable sur|\bcommunicable au\b|^date de communicabilité"
    r"|^(?:document )?fermé"
    r"|\b(?:this|these|the) (?:file|folder|item|series|record|collection|box|material)s?"
    r" (?:is|are) (?:closed|restricted)"
    r"|^(?:closed|restricted|withheld|sealed) (?:due|because|under|by)\b|\bstaff use only\b|\bunder embargo\b"
    r"|\bnot available (?:for research|to (?:researchers|readers|the public))"
    r"|\bpermission (?:is )?required (?:for|to) access"
)
# the same as a sentence of its own; "hạn chế" alone is a word of reports: results, *shortcomings*, plans
ALONE = re.compile(
    r"^(?:(?:tài liệu |hồ sơ )?(?:hạn chế|sử dụng có điều kiện|tiếp cận có điều kiện)(?: sử dụng| tiếp cận| khai thác)"
    r"|(?:sử dụng|tiếp cận) có điều kiện|closed|restricted|(?:tài liệu |hồ sơ )đóng)$"
)
# what a heading, a type or a label may be in full: then the element speaks of access, or of how long it is kept
IS_LABEL = re.compile(rf"^(?:{SECURITY_LABEL}|{RETENTION_LABEL}|{ACCESS_LABEL})$")
SPEAKS_OF_ACCESS = re.compile(
    rf"^(?:{SECURITY_LABEL}|{ACCESS_LABEL})$"
    r"|(?<!online )\baccess\b(?! (?:cop|files?\b|points?\b|terms?\b|numbers?\b))|\bacc[èe]s\b|communicab"
    r"|\bembargo\b|\bavailability\b|tiếp cận|tiep can|truy cập|truy cap|công khai|cong khai"
    r"|(?:chế độ|che do|hạn chế|han che)\s(?:sử dụng|su dung)"
)
# whatever these call themselves, they are about use after access, other copies, names to search by, or shelves
OTHER_MATTERS = frozenset(
    {
        *(
            "altformavail",
            "bibliography",
            "controlaccess",
            "index",
            "originalsloc",
            "otherfindaid",
            "phystech",
        ),
        *("prefercite", "processinfo", "relatedmaterial", "separatedmaterial", "userestrict"),
        *("container", "dao", "daogrp", "physdesc", "physloc", "unitid"),
    }
)

# words that begin so speak of a degree of secrecy wherever they stand
SAYS_A_DEGREE = re.compile(rf"^(?:{SECURITY_LABEL})\s*[:\-–]")
_DEGREE = r"(?:(?:tuyệt |tối )?mật|(?:tuyet |toi )mat|(?:top |state )?secrets?|(?:secret|confidentiel) défense)"
_SECRETS = r"(?:thuộc )?(?:danh mục |phạm vi )?(?:tài liệu )?bí mật nhà nước"
# a degree that is all that a sentence says, or a stamp that it tells of, or what stands after its name anywhere
STAMPED = re.compile(
    rf"^(?!(?:cấp |mức )?độ mật$)(?:[\w ]{{1,40}}[:–-] ?)?[\"'“([]*(?:(?:tài liệu|hồ sơ|văn bản|tai lieu|ho so) )?"
    rf"(?:có )?(?:(?:mức )?độ )?(?:{_DEGREE}|classified|document classifié)[\"'”)\]]*$"
    rf"|^(?:marked|stamped) [\"“]?(?:top )?secret[\"”]?$|\btai lieu mat$|\b(?:très|classé) secret défense$"
    rf"|^(?:this file is |still |contains )(?:classified(?: material)?|state secrets)$"
    rf"|^(?:(?:tài liệu|hồ sơ)(?: (?:có|chứa))? )?{_SECRETS}(?: độ (?:tối |tuyệt )?mật)?$"
    rf"|\b(?:có|chứa) (?:\d+ )?(?:tài liệu|văn bản) (?:tối |tuyệt )?mật$"
    rf"|^(?:(?:tài liệu|hồ sơ|tai lieu|ho so) )?(?:chưa (?:được )?giải mật|chua giai mat)$"
    rf"|\b(?:chờ|không được|chưa có quyết định|chưa) giải mật\b"
    rf"|\bnot (?:yet |to be )?declassified\b|\bto be declassified\b"
    rf"|(?:^|đóng |có |in )dấu\s*[:\"“]?\s*(?:chỉ )?(?:mức )?(?:độ )?[\"“]?(?:tuyệt |tối )?mật\b"
    rf"|(?:{SECURITY_LABEL})\s*[:=–-]?\s*[\"“]?(?:(?:{_DEGREE}|mat|confidential|confidentiel)\b|[abc123]$)"
)
# access mode 03, which is a secret; the 03 of keeping is fifty years and stands after another name
MODE_03 = re.compile(
    r"(?:chế độ (?:sử dụng|tiếp cận|khai thác)|mức(?: độ)? (?:tiếp cận|truy cập)"
    r"|(?:che do|muc(?: do)?) (?:su dung|tiep can)"
    r"|\bmode|access (?:mode|level|code))(?: tài liệu| tai lieu)?\s*[:=–-]?\s*\(?(?:mức )?"
    r"(?:03(?![\w/.])|3$|(?:tuyệt |tối )?mật\b(?! (?:mã|khẩu))|(?:tuyet |toi )?mat\b)"
)
# in a title such a mark may be that of another time: it closes, and somebody looks
MARKED = re.compile(
    rf"[(\[\"“]\s*(?:(?:tài liệu|độ) )?(?:{_DEGREE}|mat|confidential|chưa giải mật)\s*[)\]\"”]|^{_DEGREE}(?:$|\s*:)"
    rf"|\btop secret\b|, độ (?:tối |tuyệt )?mật$|(?:^|[.,;] ?)(?:{SECURITY_LABEL})\s*:"
)

# said of what is no state secret (any more), so that the word in it counts for nothing
HARMLESS = re.compile(
    r"(?:(?<!chưa )(?<!không )đã(?: được)?|^(?:tài liệu |hồ sơ )?được) giải mật(?! (?:một|từng) phần)"
    r"|(?<!chưa )(?:đã )?(?<!chưa )hết (?:thời )?hạn bảo mật"
    r"|(?<!chưa )không còn (?:là )?(?:tài liệu )?mật(?! (?:một|từng) phần)"
    r"|(?:bí mật|bảo mật) (?:đời (?:sống )?(?:riêng )?tư|đời sống|cá nhân|gia đình|riêng tư)"
    r"|bí mật (?:kinh doanh|thương mại|nghề nghiệp)"
    r"|(?<!chưa )không (?:phải )?(?:là )?(?:tài liệu )?mật(?! (?:một|từng) phần)"
    r"|không thuộc (?:danh mục |phạm vi )?bí mật nhà nước|mật độ"
    r"|mật khẩu|bảo mật thông tin(?: cá nhân)?|không có tài liệu mật|\bclassified (?:by|as)\b"
    rf"|{SECURITY_LABEL}|\btrade secrets?\b|\bunclassified\b|(?<!not )\bdeclassified\b"
)
SECRET = re.compile(r"\bmật\b|\b(?:toi|tuyet|tai lieu|ho so|bi|giai) mat\b|^mat$|\bsecrets?\b|\bclassified\b")
# secret only where it is all that is said: in prose it speaks of persons and trades
SECRET_ALONE = re.compile(r"^(?:confidential|confidentiel|(?:mức )?03|3|03\s*[-–:.].*)$|\(\s*03\s*\)")
STAMPS = frozenset("abc")  # the letters by which Vietnamese stamps name the three degrees
NO_DEGREE = frozenset({"không", "không có", "thường", "bình thường", "none", "unclassified"})

WORDS = {
    "công khai": "open",
    "mở": "open",
    "không hạn chế": "open",
    "sử dụng rộng rãi": "open",
    "open": "open",
    "unrestricted": "open",
    "sử dụng có điều kiện": "on_request",
    "tiếp cận có điều kiện": "on_request",
    "có điều kiện": "on_request",
    "hạn chế sử dụng": "on_request",
    "on request": "on_request",
    "restricted": "on_request",
    "closed": "closed",
    "chưa công khai": "closed",
    "không công khai": "closed",
    "khong cong khai": "closed",
    "chua cong khai": "closed",
    "đóng": "closed",
}
CODES = {"01": "open", "02": "on_request"}
CODED = re.compile(r"^(?P<before>0[12])(?:\s*[-–:.]\s*|\s+)(?P<after>.+)$|^(?P<word>.+?)\s*\((?P<code>0[12])\)$")

_THINGS = (
    r"(?:(?:the|this|these|all) )?"
    r"(?:collections?|records?|materials?|papers?|fonds|series|items?|files?|folders?)"
)
_USERS = (
    r"(?:(?:all |the )?(?:research|researchers|use|public)(?: for (?:research|research use|use))?"
    r"|public research|research use)"
)
_WITHOUT = r"(?: without (?:any )?restrictions?)?"
OPEN = re.compile(
    rf"^(?:(?:{_THINGS} (?:is|are) )?(?:fully |freely )?open (?:for|to) {_USERS}{_WITHOUT}"
    rf"|(?:{_THINGS} (?:is|are) )?open{_WITHOUT}"
    r"|(?:there are )?no (?:known )?(?:access )?restrictions(?: (?:on|to) access)?|unrestricted access"
    r"|(?:tài liệu|hồ sơ) (?:đã |được |đã được )?(?:công khai|sử dụng rộng rãi)|(?:đã|được) công khai"
    r"|tài liệu mở|không (?:có )?hạn chế(?: (?:sử dụng|tiếp cận))?|công khai rộng rãi|tiếp cận tự do"
    rf"|(?:the )?(?:entire |whole )?(?:collection|fonds|series)(?: is)? (?:fully )?open (?:for|to) {_USERS}"
    r"|there are no (?:access )?restrictions(?: on access)?(?: (?:to|on) (?:this|the) \w+)?|access is unrestricted"
    rf"|available (?:for|to) {_USERS}|open access|open for consultation"
    r"|(?:document )?librement (?:communicable|consultable)|accès libre|libre accès|consultation libre|communicable"
    r"|(?:aucune|sans|pas de) restriction(?: d['’]accès)?|communicable sans restriction"
    r"|documents librement communicables"
    r"|fonds librement communicable|no restrictions?|open for public use|tai lieu cong khai|khai thác rộng rãi"
    r"|(?:cong khai|khong han che(?: su dung)?|su dung rong rai)"
    r"|tài liệu không hạn chế(?: sử dụng| tiếp cận)?|(?:được )?(?:sử dụng|phục vụ) rộng rãi"
    r"|(?:freely |publicly )?available(?: for (?:consultation|research|use))?"
    r"|open (?:to all|for inspection|to everyone)|public"
    rf"|{_THINGS} (?:is|are) (?:freely )?available for (?:research|use|consultation)"
    rf"|there are no (?:access )?restrictions (?:on|to) (?:{_THINGS}|access(?: to {_THINGS})?)(?: in this collection)?"
    r"|open document, open description|open to the public, no restrictions)$"
)
_DECISION = "quyết định|qđ|công văn|văn bản|thông báo|nghị quyết"
# says nothing of who may look
NEUTRAL = re.compile(
    r"^(?:tài liệu |hồ sơ )?(?:đã(?: được)?|được) giải mật"
    rf"(?: (?:theo|tại) (?:{_DECISION})(?: số)?(?: [\w/.-]*\d[\w/.-]*)?)?"
    r"(?: (?:ngày|năm|từ|từ ngày|từ năm) (?P<when>[\w\s/.-]+))?$"
    r"|^(?:không mật|declassified|unclassified|không thuộc (?:danh mục )?bí mật nhà nước)$"
    r"|^(?:bản (?:gốc|chính)|public record(?:s|\(s\))?|archives publiques)$"
    r"|^(?<!chưa )(?:đã )?hết (?:thời )?hạn bảo mật$"
)
_CLOSED = (
    r"(?:(?:tài liệu |hồ sơ )?(?:chưa (?:được )?(?:công khai|mở|đưa ra sử dụng)|không công khai|đóng(?: cửa)?"
    r"|hạn chế(?: sử dụng| tiếp cận)?)|(?:access (?:to (?:this|the|these) \w+ )?is )?(?:restricted|closed)"
    rf"|{_THINGS} (?:is|are) (?:restricted|closed))"
)
CLOSED = re.compile(rf"^{_CLOSED}$")
_OF = r"(?:ngày |tháng |năm )?"
_DAY = rf"{_OF}(?P<day>[\w\s/.,-]+)$"
UNTIL = re.compile(rf"^{_CLOSED} (?:cho )?(?:đến|tới|until|through)(?P<end> hết| the end of)? {_DAY}")
FROM = re.compile(rf"^(?:mở(?: cửa)?|(?:được )?công khai|opens?|open to the public) (?:kể từ|từ|from|on) {_DAY}")
AFTER = re.compile(rf"^{_CLOSED} (?:for |trong )?(?P<years>\d{{1,3}}) (?:năm|years?) (?:kể từ|từ|from|after) {_DAY}")
LABELLED = re.compile(
    rf"(?:{ACCESS_LABEL}|mức tiếp cận|che do su dung)(?: tài liệu| tai lieu)?\s*[:：=–-]?\s*"
    r"((?:không|chưa|khong|chua) (?:công khai|cong khai)\b|hạn chế(?: sử dụng)?|có điều kiện|closed\b|restricted\b"
    r"|on request\b|đóng\b|02\b)"
)
# said of a secret of another time
NO_MORE = re.compile(
    r"(?<!chưa )\bđã (?:được )?giải mật(?! ?[:–-])(?! (?:một|từng) phần)|(?<!chưa )hết (?:thời )?hạn bảo mật"
    r"|(?<!not )(?<!yet )(?<!be )\bdeclassified(?:$| in (?:19|200|201)\d)|không mật"
)
# parts of a list of remarks, where a label may stand after another remark
PHRASES = re.compile(r"\n+|[;,!?]\s*|\.\s+|\s(?=\()|(?<=\))\s")
SENTENCES = re.compile(r"\n+|[;!?]\s*|(?<!\d)\.\s+|\.\s+(?=[^\W\d])")


# the same short remarks and labels stand in a finding aid thousands of times
@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """Text as it is compared: one Unicode form, small letters, single spaces, no marks at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split()).strip(" .:;,!")
