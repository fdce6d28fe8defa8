package accesslog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// levelLabels hold a level in OTLP and in agents' labels.
var levelLabels = []string{"severity_text", "level", "severity", "lvl"}

// parsedLevels are the names under which Loki's parsers find a level in a line.
var parsedLevels = []string{"severity_text", "level", "severity", "lvl", "loglevel", "log_level", "levelname", "level_extracted"}

// LevelOf is the level of a line, "" when nothing says. See levelOf.
func LevelOf(l *journey.Line) string {
	a, _ := Parse(l.Body)
	return Level(l, a)
}

// Level is the level of a line of which the access is known, if it is an
// access line. A proxy logs its access lines at one level, mostly info, so that
// a 5xx is an error whatever that says. Then come the level of labels and
// metadata, what the LogQL query parsed, a number in JSON, Loki's guess, the
// status of an access line, and the first level word.
func Level(l *journey.Line, a Entry) string {
	if a.IsProxy && a.Status >= 500 {
		return journey.LevelError
	}
	return cmp.Or(
		levelIn(levelLabels, l.Metadata, l.Labels),
		levelIn(parsedLevels, l.Parsed, nil),
		levelNumber(l.Body),
		normalLevel(cmp.Or(l.Metadata.Get("detected_level"), l.Labels.Get("detected_level"))),
		levelOfStatus(l.Body),
		levelWord(l.Body),
	)
}

// numericLevel reads the levels of pino and bunyan
// (https://getpino.io/#/docs/api?id=logger-level,
// https://github.com/trentm/node-bunyan#levels), which are two digits.
func numericLevel(s string) string {
	switch s {
	case "10", "20":
		return journey.LevelDebug
	case "30":
		return journey.LevelInfo
	case "40":
		return journey.LevelWarn
	case "50", "60":
		return journey.LevelError
	}
	return ""
}

// levelNumber finds a member "level" of a JSON line whose value is a number; the
// line may be wrapped in another's text, its quotes escaped.
func levelNumber(body string) string {
	for rest := body; ; {
		var found bool
		if _, rest, found = strings.Cut(rest, `"level`); !found {
			return ""
		}
		value := strings.TrimLeft(rest, `\": `)
		if len(value) > 2 && len(value) < len(rest) && !isWordByte(rest[0]) && (value[2] < '0' || value[2] > '9') {
			if level := numericLevel(value[:2]); level != "" {
				return level
			}
		}
	}
}

// levelIn is the level under the first of names that has one, in metadata or else
// in labels.
func levelIn(names []string, metadata, labels journey.Labels) string {
	for _, name := range names {
		text := strings.Trim(cmp.Or(metadata.Get(name), labels.Get(name)), `"'`)
		if level := cmp.Or(normalLevel(text), numericLevel(text)); level != "" {
			return level
		}
	}
	return ""
}

// normalLevel folds the spellings of OpenTelemetry's severity texts
// (https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitytext),
// syslog and common loggers; "" for what is none.
func normalLevel(s string) string {
	switch strings.ToLower(strings.TrimRight(s, "1234")) {
	case "trace", "debug", "dbug", "fine", "finer", "finest", "verbose":
		return journey.LevelDebug
	case "info", "information", "informational", "notice", "config":
		return journey.LevelInfo
	case "warn", "warning", "wrn":
		return journey.LevelWarn
	case "error", "err", "eror", "severe", "fatal", "critical", "crit", "panic", "alert", "emerg", "emergency":
		return journey.LevelError
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
		return journey.LevelInfo
	case '4':
		return journey.LevelWarn
	case '0', '5': // 0: the downstream went away before an answer
		return journey.LevelError
	}
	return ""
}

// levelWordWithin is how far into a line its level word is searched.
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
