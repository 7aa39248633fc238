import pytest

from components.text import plain


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("海曙区", "海曙区"),
        (":red[假]", r"\:red\[假\]"),
        ("<b>x</b>", r"\<b\>x\<\/b\>"),
        ("$x$", r"\$x\$"),
        ("# 标题", r"\# 标题"),
        ("a\nb", "a b"),
        ("1. 甲", r"1\. 甲"),
        ("http://x.cn", r"http\:\/\/x\.cn"),
    ],
)
def test_whatever_markdown_would_read_is_escaped(text, escaped):
    assert plain(text) == escaped
