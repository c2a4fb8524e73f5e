# Gives files names that mislead whoever takes them for text, for paths or for parts of a reply.
names = [b"\xff\xfe", b"line\nfeed", b"back\\..\\slash", b"%2e%2e%2fbait.txt", b"..%00", b"...", b" ", b"\xe2\x80\xae.txt",
         b"\xed\xa0\x80", b"\r\nX-Header: x", b'quote".txt', b"<script>", b"a" * 255, b"\xf0\x9f\x98\x80" * 63, b"null", b"?x=1#y",
         b"~", b"-rf", b"$(id)", b"\x1b[2J", b"\x7f", b"+", b"a;b", b"C:", b"/".join([b"d" * 200] * 15)]
for name in names:
    os.makedirs(os.path.dirname(b"/mnt/data/" + name), exist_ok=True)
    open(b"/mnt/data/" + name, "w").close()
for path in ("..%2f..%2f" + HOST["file"], "....//bait.txt", "%2e%2e%2fbait.txt", "../" * 20 + HOST["file"], "..\\bait.txt",
             HOST["file"], "/mnt/data/../.." + HOST["file"], "a\0b"):
    try_routes(path)
