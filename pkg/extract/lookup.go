package extract

import (
	"encoding/json"
	"strings"
)

// logfmtValue is the value of key in a logfmt line, without quotes.
func logfmtValue(line, key string) string {
	for from := 0; ; {
		i := strings.Index(line[from:], key)
		if i < 0 {
			return ""
		}
		start := from + i
		end := start + len(key)
		if strings.HasPrefix(line[end:], "=") && (start == 0 || !wordByte[line[start-1]]) {
			return logfmtText(line[end+1:])
		}
		from = end
	}
}

func logfmtText(s string) string {
	if rest, ok := strings.CutPrefix(s, `"`); ok {
		text, _, _ := strings.Cut(rest, `"`)
		return text
	}
	text, _, _ := strings.Cut(s, " ")
	return text
}

// jsonValue is the scalar at a path of a JSON line, "" when there is none. The
// line may start with something else, as CRI's do; a key may hold dots; and an
// object may be wrapped as text in another, as fluent-bit's "log" is.
func jsonValue(line, path string) string {
	i := strings.IndexByte(line, '{')
	if i < 0 {
		return ""
	}
	return objectValue(line[i:], path)
}

func objectValue(text, path string) string {
	d := json.NewDecoder(strings.NewReader(text))
	if _, err := d.Token(); err != nil {
		return ""
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return ""
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return ""
		}
		rest, ok := strings.CutPrefix(path, name.(string))
		if !ok {
			continue
		}
		if found := memberValue(value, rest); found != "" {
			return found
		}
	}
	return ""
}

// memberValue is a member's own value when the path ends here, else what the
// rest of the path finds in it.
func memberValue(raw json.RawMessage, rest string) string {
	text := string(raw)
	if raw[0] == '"' && json.Unmarshal(raw, &text) != nil {
		return ""
	}
	if rest == "" {
		return text
	}
	inner, ok := strings.CutPrefix(rest, ".")
	if !ok || !strings.HasPrefix(text, "{") {
		return ""
	}
	return objectValue(text, inner)
}
