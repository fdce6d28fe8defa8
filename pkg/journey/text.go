package journey

import (
	"strings"
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
