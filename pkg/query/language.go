package query

import (
	"regexp"
	"slices"
	"strings"
)

// language says in which language a text is a query.
type language int

const (
	noLanguage language = iota
	logQL
	traceQL
	either
)

// languageOf decides between LogQL and TraceQL by what only one of the two can mean. It
// does not check the rest: the servers do, in their own words.
// src/components/elsewhere/language.ts does the same; tests/checks/queries/elsewhere.json
// has samples that both must read alike.
func languageOf(text string) language {
	tokens := tokensOf(text)
	brace := slices.Index(tokens, "{")
	if brace < 0 {
		return noLanguage
	}
	first := slices.IndexFunc(tokens, func(t string) bool { return t != "(" })
	switch {
	case first == brace:
		return languageOfBraces(tokens[brace+1:])
	case slices.Contains(tokens[:brace], "("):
		return logQL // a function; TraceQL begins with its spans
	}
	return noLanguage
}

// languageOfBraces decides by the first condition in the braces. Only a label
// that has the name of an intrinsic of TraceQL needs what comes after it.
func languageOfBraces(tokens []string) language {
	name, value := at(tokens, 0), at(tokens, 2)
	switch {
	case !labelName.MatchString(name) || slices.Contains(constants, name):
		return traceQL // {}, a scope as in span.x, a text, a parenthesis
	case !slices.Contains(intrinsics, name) && !slices.Contains(textIntrinsics, name):
		return logQL
	case !isString(value):
		return traceQL // status = error
	}
	return languageAfter(name, tokens[3:])
}

// languageAfter decides by what comes after the first condition.
func languageAfter(name string, tokens []string) language {
	if next := at(tokens, 0); next != "}" {
		return logQLIf(next == ",")
	}
	rest := tokens[1:]
	for at(rest, 0) == ")" {
		rest = rest[1:]
	}
	switch at(rest, 0) {
	case "":
		if slices.Contains(textIntrinsics, name) {
			return either
		}
		return logQL // TraceQL compares these with no text
	case "|=", "!=", "|~", "|>":
		return logQL
	case "!~", "!>": // a line filter, or a relation to another span
		return logQLIf(isString(at(rest, 1)))
	case "|":
		return languageOfStage(rest[1:])
	}
	return traceQL
}

// languageOfStage separates `| json` and `| level="error"` from `| count() > 1` and
// `| { … }`.
func languageOfStage(tokens []string) language {
	for at(tokens, 0) == "(" {
		tokens = tokens[1:]
	}
	return logQLIf(labelName.MatchString(at(tokens, 0)) && at(tokens, 1) != "(")
}

func logQLIf(is bool) language {
	if is {
		return logQL
	}
	return traceQL
}

var (
	labelName = regexp.MustCompile(`^[A-Za-z_]\w*$`)
	constants = []string{"true", "false", "nil"}
	// textIntrinsics can be compared with a text, as labels are; intrinsics cannot.
	textIntrinsics = []string{"name", "statusMessage", "rootName", "rootServiceName"}
	intrinsics     = []string{"status", "kind", "duration", "traceDuration", "childCount", "parent", "nestedSetLeft", "nestedSetRight", "nestedSetParent"}
)

const blank = `[\s\p{Z}\x{feff}]+|#[^\n]*|//[^\n]*`

// tokenPattern matches something at every place, as the editor's lexer does
// (src/components/lang/lexer.ts).
var (
	blankPattern = regexp.MustCompile("^(?:" + blank + ")")
	tokenPattern = regexp.MustCompile("(?s)" + strings.Join([]string{
		blank,
		`"(?:\\.|[^"\\])*"?|` + "`[^`]*`?",
		`\.?[A-Za-z_](?:[\w.:/-]*\w)?\.?`,
		`=~|!~|!=|\|=|\|~|\|>|!>|&&|\|\|`,
		`.`,
	}, "|"))
)

// tokensOf splits a query, without its spaces and comments.
func tokensOf(text string) []string {
	return slices.DeleteFunc(tokenPattern.FindAllString(text, -1), blankPattern.MatchString)
}

func at(tokens []string, i int) string {
	if i < len(tokens) {
		return tokens[i]
	}
	return ""
}

func isString(token string) bool { return token != "" && strings.ContainsRune("\"`", rune(token[0])) }
