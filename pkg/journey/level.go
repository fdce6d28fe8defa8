package journey

import "strings"

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

// levelWord finds the first word of the line's head that is a level, be it
// bare, bracketed or a JSON value.
func levelWord(body string) string {
	head := body[:min(len(body), levelWordWithin)]
	for head != "" {
		start := strings.IndexFunc(head, isLetter)
		if start < 0 {
			return ""
		}
		head = head[start:]
		end := strings.IndexFunc(head, func(r rune) bool { return !isLetter(r) })
		if end < 0 {
			end = len(head)
		}
		if level := levelOfWord(head[:end]); level != "" {
			return level
		}
		head = head[end:]
	}
	return ""
}

// levelOfWord takes a word for a level when it is written as loggers write
// levels: all in one case. "Error" within a sentence is a word like any other.
func levelOfWord(word string) string {
	if len(word) < 3 || word != strings.ToUpper(word) && word != strings.ToLower(word) {
		return ""
	}
	return normalLevel(word)
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
