package policy

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/prokken/prokken/validation"
)

// Text is one text of a policy and what it is in another language. Where it has
// no words there may be earlier ones: for what it said Before, or, with Before
// "", for what it still says, when the draft has left them out; and where there are none, what the
// program would say, Suggested.
type Text struct {
	Key, Source, Words string
	Before, Earlier    string
	Suggested          string
}

// Proposed returns the words of the text, or else those that are suggested.
func (t Text) Proposed() string { return cmp.Or(t.Words, t.Suggested) }

// TextsYAML writes texts as a file that a translator can work on: a text a key, each
// under what it says in the original. The head is a line of comment.
func TextsYAML(head string, texts []Text) []byte {
	var w yamlWriter
	w.out.WriteString("# " + head + "\n")
	for _, text := range texts {
		w.out.WriteString("\n# " + strings.ReplaceAll(text.Source, "\n", "\n# ") + "\n")
		w.scalar(jsontext.String(text.Key), 0)
		w.out.WriteString(": ")
		w.scalar(jsontext.String(text.Proposed()), 2)
		w.out.WriteString("\n")
	}
	return w.out.Bytes()
}

// ParseWords reads what [site.TranslationDraft.YAML] writes: names and texts, and
// nothing inside of anything. models.Invalid, under [WordsField], names the line
// of what cannot be read.
func ParseWords(file string) (Words, error) {
	words, err := parseWords(strings.TrimPrefix(file, "\uFEFF"))
	var problems Problems
	if errors.As(err, &problems) {
		return nil, validation.Errors{WordsField: "Please look at " + problems.Error() + "."}
	}
	return words, err
}

func parseWords(text string) (Words, error) {
	tokens := lexer.Tokenize(text)
	if problem := firstNested(tokens); problem != nil {
		return nil, Problems{*problem}
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, Problems{syntaxProblem(err)}
	}
	words := Words{}
	for _, doc := range file.Docs {
		if err := words.read(doc.Body); err != nil {
			return nil, err
		}
	}
	return words, nil
}

// nested are signs at the start of a text that make it something else.
var nested = []token.Type{token.SequenceStartType, token.MappingStartType, token.SequenceEntryType}

// firstNested looks at the tokens before anything is made of them: a reader of
// YAML is busy for hours with some files of a MiB.
func firstNested(tokens token.Tokens) *Problem {
	if problem := firstUnfit(tokens); problem != nil {
		problem.Reason += "; a text with such signs goes between quotes"
		return problem
	}
	for _, t := range tokens {
		inside := t.Type == token.MappingValueType && (t.Prev == nil || t.Prev.Position.Column != 1)
		if inside || slices.Contains(nested, t.Type) {
			return &Problem{
				Line:   t.Position.Line,
				Reason: "this holds signs that mean something else in such a file; please put the text between quotes",
			}
		}
	}
	return nil
}

func (w Words) read(node ast.Node) error {
	var values []*ast.MappingValueNode
	switch n := node.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = append(values, n)
	default:
		return Problems{{Line: node.GetToken().Position.Line, Reason: "this is not a name, a colon and a text"}}
	}
	for _, v := range values {
		key := v.Key.GetToken()
		if _, twice := w[key.Value]; twice {
			return Problems{{Line: key.Position.Line, Field: key.Value, Reason: "this stands here twice"}}
		}
		w[key.Value] = scalarOf(v.Value)
	}
	return nil
}

// scalarOf is the text as it stands there, a number or a "yes" too.
func scalarOf(node ast.Node) string {
	switch n := node.(type) {
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.StringNode:
		return n.Value
	case *ast.NullNode:
		return ""
	}
	return node.GetToken().Value
}
