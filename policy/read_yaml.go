package policy

import (
	"errors"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// readYAML reads the YAML that a document needs: no anchors and aliases, whose
// few lines can stand for millions, no tags, one document.
func readYAML(text []byte) (*tree, error) {
	tokens := lexer.Tokenize(strings.TrimPrefix(string(text), "\uFEFF")) // Windows begins files so
	if problem := firstUnfit(tokens); problem != nil {
		return nil, Problems{*problem}
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, Problems{syntaxProblem(err)}
	}
	switch {
	case len(file.Docs) > 1:
		return nil, Problems{{Reason: "a file holds one document, and this one holds several"}}
	case len(file.Docs) == 0 || file.Docs[0].Body == nil:
		return nil, Problems{{Reason: "there is no document in it"}}
	}
	r := yamlReader{&tree{lines: map[string]int{"": 1}}}
	r.tree.value, err = r.value(nil, file.Docs[0].Body)
	if err != nil {
		return nil, err
	}
	return r.tree, nil
}

func syntaxProblem(err error) Problem {
	var syntax yaml.Error
	if errors.As(err, &syntax) && syntax.GetToken() != nil {
		return Problem{Line: syntax.GetToken().Position.Line, Reason: "this is not YAML: " + syntax.GetMessage()}
	}
	return Problem{Reason: "this is not YAML: " + err.Error()}
}

// unfit are kinds of tokens that no document needs.
var unfit = map[token.Type]string{
	token.AnchorType:   "anchors (&) are not for policies; please write the text out",
	token.AliasType:    "aliases (*) are not for policies; please write the text out",
	token.MergeKeyType: "merge keys (<<) are not for policies", token.TagType: "tags (!) are not for policies",
	token.DirectiveType:  "directives (%) are not for policies",
	token.MappingKeyType: "keys with a question mark are not for policies",
}

// firstUnfit looks at the tokens before anything is made of them. It finds what
// would go so deep that reading it took all memory.
func firstUnfit(tokens token.Tokens) *Problem {
	if len(tokens) > maxTokens {
		return &Problem{Reason: errTooMany.Error()}
	}
	depth := 0
	for _, t := range tokens {
		reason := unfit[t.Type]
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		default:
		}
		if depth > deepest || isStructure(t) && t.Position.Column > 4*deepest && depth == 0 {
			reason = errTooDeep.Error()
		}
		if reason != "" {
			return &Problem{Line: t.Position.Line, Reason: reason}
		}
	}
	return nil
}

// isStructure: outside brackets each of these can stand inside the one to its left.
func isStructure(t *token.Token) bool { return t.Type == token.SequenceEntryType }

type yamlReader struct{ tree *tree }

func (r yamlReader) value(parts []string, node ast.Node) (any, error) {
	if len(parts) > deepest {
		return nil, r.refuse(node, parts, errTooDeep.Error())
	}
	switch n := node.(type) {
	case *ast.MappingNode:
		return r.mapping(parts, n.Values)
	case *ast.MappingValueNode:
		return r.mapping(parts, []*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		return r.sequence(parts, n)
	case *ast.LiteralNode:
		return n.Value.Value, nil
	case *ast.StringNode:
		return n.Value, nil
	case *ast.BoolNode:
		return n.Value, nil
	case *ast.NullNode:
		return nil, nil //nolint:nilnil // YAML's null
	case *ast.IntegerNode:
		return number(n.Token.Value), nil
	case *ast.FloatNode:
		return number(n.Token.Value), nil
	}
	return nil, r.refuse(node, parts, "this is not for policies")
}

// number: a float too large for one is none that any field takes.
func number(text string) any {
	n, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	if err != nil {
		return text
	}
	return n
}

func (r yamlReader) refuse(node ast.Node, parts []string, reason string) error {
	return Problems{{Line: node.GetToken().Position.Line, Field: fieldOf(parts), Reason: reason}}
}

func (r yamlReader) mapping(parts []string, values []*ast.MappingValueNode) (any, error) {
	object := map[string]any{}
	for _, v := range values {
		key := v.Key.GetToken()
		at := append(parts[:len(parts):len(parts)], key.Value)
		if len(object) == maxFields {
			return nil, r.refuse(v.Key, at, errTooMany.Error())
		}
		if _, twice := object[key.Value]; twice {
			return nil, r.refuse(v.Key, at, "this stands here twice")
		}
		r.tree.lines[fieldOf(at)] = key.Position.Line
		value, err := r.value(at, v.Value)
		if err != nil {
			return nil, err
		}
		object[key.Value] = value
	}
	return object, nil
}

func (r yamlReader) sequence(parts []string, n *ast.SequenceNode) (any, error) {
	array := []any{}
	for i, item := range n.Values {
		at := append(parts[:len(parts):len(parts)], strconv.Itoa(i))
		r.tree.lines[fieldOf(at)] = startOf(item)
		value, err := r.value(at, item)
		if err != nil {
			return nil, err
		}
		array = append(array, value)
	}
	return array, nil
}

// startOf is the line in which a node begins: a mapping's own token is a colon.
func startOf(node ast.Node) int {
	switch n := node.(type) {
	case *ast.MappingNode:
		if len(n.Values) > 0 && !n.IsFlowStyle {
			return startOf(n.Values[0])
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken().Position.Line
	}
	return node.GetToken().Position.Line
}
