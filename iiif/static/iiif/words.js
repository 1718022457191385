// What the viewer says, in both languages; the page's language decides.
const WORDS = {
  vi: {
    before: "Trang trước", after: "Trang sau", in: "Phóng to", out: "Thu nhỏ", whole: "Vừa khung", turn: "Xoay", full: "Toàn màn hình",
    beside: "Hai trang cạnh nhau", adjust: "Độ sáng, tương phản", find: "Tìm trong tài liệu", text: "Chữ trên trang", notes: "Chú giải",
    share: "Liên kết tới chỗ đang xem", download: "Tải về", keys: "Phím tắt", close: "Đóng", page: "Trang", zoom: "Phóng",
    trouble: "Hiện chưa mở được trang này. Hãy tải lại hoặc thử sau.", brightness: "Độ sáng", contrast: "Độ tương phản", reset: "Như ban đầu",
    findLabel: "Từ cần tìm (không dấu cũng được)", go: "Tìm", none: "Không thấy từ này trong tài liệu.", noAnswer: "Hiện chưa tìm được. Hãy thử lại sau.", elsewhere: "Văn bản khác trong hồ sơ", hits: "chỗ tìm thấy", finding: "Đang tìm…", more: "Thêm",
    noText: "Trang này chưa có bản chữ.", readAll: "Đọc cả tài liệu bằng chữ", noNotes: "Trang này chưa có chú giải.",
    shareHint: "Liên kết mở đúng trang và vùng đang xem, tại đây hoặc trong trình xem IIIF khác.", copy: "Chép", copied: "Đã chép", drag: "Kéo biểu tượng IIIF sang trình xem khác",
    image: "Trang này, JPEG", onlyHere: "Tài liệu này chỉ đọc trên cổng, không tải về.", signIn: "Đăng nhập", wait: "Hãy hoàn tất trong cửa sổ vừa mở…",
    keysList: [["+ −", "phóng to, thu nhỏ"], ["← → ↑ ↓", "di chuyển"], ["0", "vừa khung"], ["R", "xoay"], ["PageUp PageDown", "trang trước, trang sau"], ["Home End", "trang đầu, trang cuối"], ["B", "hai trang cạnh nhau"], ["F", "toàn màn hình"], ["/", "tìm"], ["T", "chữ trên trang"], ["?", "bảng phím tắt"], ["Esc", "đóng bảng"]],
  },
  en: {
    before: "Previous page", after: "Next page", in: "Zoom in", out: "Zoom out", whole: "Whole page", turn: "Turn", full: "Full screen",
    beside: "Two pages side by side", adjust: "Brightness, contrast", find: "Search in this document", text: "Text of the page", notes: "Annotations",
    share: "Cite this view: a link to it", download: "Download", keys: "Keyboard", close: "Close", page: "Page", zoom: "Zoom",
    trouble: "This page cannot be shown just now. Reload, or try again later.", brightness: "Brightness", contrast: "Contrast", reset: "As it was",
    findLabel: "Words to find (marks may be left out)", go: "Search", none: "These words are not in the document.", noAnswer: "The search gives no answer just now. Try again later.", elsewhere: "Another item of this file", hits: "places found", finding: "Searching…", more: "More",
    noText: "This page has no text yet.", readAll: "Read the whole document as text", noNotes: "This page has no annotations.",
    shareHint: "The link opens this page and this part of it, here or in another IIIF viewer.", copy: "Copy", copied: "Copied", drag: "Drag the IIIF sign to another viewer",
    image: "This page, JPEG", onlyHere: "This document is read on the portal only and cannot be downloaded.", signIn: "Sign in", wait: "Finish in the window that has opened…",
    keysList: [["+ −", "zoom in, zoom out"], ["← → ↑ ↓", "move"], ["0", "whole page"], ["R", "turn"], ["PageUp PageDown", "previous page, next page"], ["Home End", "first page, last page"], ["B", "two pages side by side"], ["F", "full screen"], ["/", "search"], ["T", "text of the page"], ["?", "this list"], ["Esc", "close the panel"]],
  },
};

export function wordsFor(element) {
  const language = element.closest("[lang]")?.lang ?? document.documentElement.lang;
  return { language: language.startsWith("en") ? "en" : "vi", ...WORDS[language.startsWith("en") ? "en" : "vi"] };
}

// A language map of the Presentation API in the reader's language, else in any that there is.
export function said(map, language) {
  if (!map) return "";
  const texts = map[language] ?? map.none ?? Object.values(map)[0] ?? [];
  return texts.join(" ");
}
