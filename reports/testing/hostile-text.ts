/** What a stranger's program may put into an id or a message: markup, the end of CDATA, terminal codes, reordering, quotes. */
export const hostileText: string =
  `<script>alert(1)</script>]]>&amp;&bogus;&#0;"'\u001B[31mred\u001B[0m\u0000\u0007\u009B2J\u202Egnp.exe\u2028\uD800\uFFFF\r\n--><img src=x onerror=alert(2)>` +
  '\u0060${x}\u0060';
