package journey

import (
	"slices"
	"strings"
)

// The levels of log lines.
const (
	LevelDebug = "debug"
	LevelInfo  = "info"
	LevelWarn  = "warn"
	LevelError = "error"
)

// levelLabels hold a level in OTLP, Loki's own detection, and agents' labels.
var levelLabels = []string{"severity_text", "level", "severity", "lvl", "detected_level"}

// LevelOf is the level of a line: what its labels or metadata say, else, for an
// access line, what its status code means, else the level word it contains;
// "" when nothing tells.
func LevelOf(l *Line) string {
	for _, name := range levelLabels {
		if level := normalLevel(firstOf(l.Metadata.Get(name), l.Labels.Get(name))); level != "" {
			return level
		}
	}
	if level := levelOfStatus(l.Body); level != "" {
		return level
	}
	return levelWord(l.Body)
}

// normalLevel folds the spellings of OpenTelemetry's severity texts
// (https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitytext),
// syslog and common loggers; "" for what is none.
func normalLevel(s string) string {
	switch strings.ToLower(strings.TrimRight(s, "1234")) {
	case "trace", "debug", "dbug", "fine", "finer", "finest", "verbose":
		return LevelDebug
	case "info", "information", "informational", "notice", "config":
		return LevelInfo
	case "warn", "warning", "wrn":
		return LevelWarn
	case "error", "err", "eror", "severe", "fatal", "critical", "crit", "panic", "alert", "emerg", "emergency":
		return LevelError
	}
	return ""
}

// levelOfStatus reads the status of an Envoy or nginx access line: three digits
// and a space after `HTTP/1.1" `.
func levelOfStatus(body string) string {
	at := strings.Index(body, " HTTP/")
	if at < 0 {
		return ""
	}
	_, rest, ok := strings.Cut(body[at:], `" `)
	if !ok || len(rest) < 3 || len(rest) > 3 && rest[3] != ' ' {
		return ""
	}
	switch rest[0] {
	case '1', '2', '3':
		return LevelInfo
	case '4':
		return LevelWarn
	case '0', '5': // 0: the downstream went away before an answer
		return LevelError
	}
	return ""
}

// levelWordWithin is how far into a line its level word is looked for.
const levelWordWithin = 200

// levelKeys come before a level in JSON and logfmt.
var levelKeys = []string{"level", "lvl", "severity", "loglevel", "log.level", "severity_text", "levelname"}

// levelWord finds the level in the line's head: a word in capitals or brackets,
// or the value of a level key. "error=nil" and "finished without error" are none.
func levelWord(body string) string {
	head := body[:min(len(body), levelWordWithin)]
	key := ""
	for start := 0; start < len(head); {
		end := start
		for end < len(head) && isWordByte(head[end]) {
			end++
		}
		if end == start {
			start++
			continue
		}
		word := head[start:end]
		if level := levelOfWord(word, key, before(head, start)); level != "" {
			return level
		}
		key = word
		start = end
	}
	return ""
}

// levelOfWord takes a word for a level where it is written as loggers write it.
func levelOfWord(word, key string, before byte) string {
	level := normalLevel(word)
	switch {
	case level == "" || len(word) < 3:
		return ""
	case word == strings.ToUpper(word), before == '[', before == '<', slices.Contains(levelKeys, strings.ToLower(key)):
		return level
	}
	return ""
}

// before is the character before a position, 0 at the line's start.
func before(s string, at int) byte {
	if at == 0 {
		return 0
	}
	return s[at-1]
}

func isWordByte(c byte) bool { return isLetter(rune(c)) || c == '_' || c == '.' }

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
