package journey

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ValidText replaces each run of bytes that are not UTF-8 with U+FFFD. Neither
// protobuf nor Arrow nor JSON can carry such bytes: one of them in one text
// would fail the whole answer.
func ValidText(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// OneLine puts a text on one line and cuts it after the given number of characters.
func OneLine(s string, most int) string {
	s = strings.Join(strings.Fields(ValidText(s)), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Sentence makes a sentence for the user of an error's text: on one line, with a
// capital at its start and a full stop at its end.
func Sentence(s string) string {
	s = strings.Join(strings.Fields(ValidText(s)), " ")
	if s == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[size:]
	if last, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(".!?…", last) {
		return s
	}
	return s + "."
}

// DurationText formats a duration for a sentence, rounded to about three digits:
// "1.5 ms", "300 ms", "1.92 s", "1m30s".
func DurationText(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		d = d.Round(100 * time.Millisecond)
	case d >= time.Second:
		d = d.Round(10 * time.Millisecond)
	case d >= 10*time.Millisecond:
		d = d.Round(time.Millisecond)
	default:
		d = d.Round(10 * time.Microsecond)
	}
	if d >= time.Minute {
		return d.String()
	}
	unit, symbol := time.Millisecond, "ms"
	if d >= time.Second {
		unit, symbol = time.Second, "s"
	}
	return fmt.Sprintf("%g %s", float64(d)/float64(unit), symbol)
}

// Count is a number with its noun, in the plural where it must.
func Count(n int, noun string) string {
	return CountOf(n, noun, noun+"s")
}

// CountOf is "1 span has" or "3 spans have".
func CountOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func WithoutQuery(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return path
}

// PathOf cuts scheme and host off a URI.
func PathOf(uri string) string {
	if _, rest, ok := strings.Cut(uri, "://"); ok {
		if slash := strings.IndexByte(rest, '/'); slash >= 0 {
			return rest[slash:]
		}
		return "/"
	}
	return uri
}

// Number is a count of digits' value, -1 for anything else.
func Number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return -1
	}
	return n
}
