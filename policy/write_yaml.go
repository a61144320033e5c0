package policy

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

// YAML is the document as it stands in content/: fields in the order of the
// structs, claims in one line each, everything else a line for itself.
// [ParseYAML] reads the same document from it.
func (d Document) YAML() ([]byte, error) { return d.CommentedYAML(nil, nil) }

// CommentedYAML is the document with lines of comment at the top, and beside the
// fields that the JSON pointers name: "/cookies/0/purpose".
func (d Document) CommentedYAML(top []string, beside map[string]string) ([]byte, error) {
	text, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	w := yamlWriter{from: jsontext.NewDecoder(bytes.NewReader(text)), beside: beside}
	for _, line := range top {
		w.out.WriteString(strings.TrimSpace(commentOf(line)) + "\n")
	}
	err = w.value("", 0)
	return w.out.Bytes(), err
}

// yamlWriter turns JSON into YAML, token by token.
type yamlWriter struct {
	from   *jsontext.Decoder
	out    bytes.Buffer
	beside map[string]string
}

// isInOneLine reports whether the field's lists and groups are short: those of
// conditions are, and what a kind of block says.
func isInOneLine(field string) bool {
	_, isCondition := claim.FindKind(field)
	return isCondition || slices.ContainsFunc(
		block.Kinds(),
		func(k *block.Kind) bool { return slices.Contains(k.OneLine, field) },
	)
}

// value writes what the field holds; indent is the one of the field's own content.
func (w *yamlWriter) value(field string, indent int) error {
	kind := w.from.PeekKind()
	switch {
	case (kind == '{' || kind == '[') && isInOneLine(field):
		w.out.WriteString(" ")
		if err := w.flow(); err != nil {
			return err
		}
		w.out.WriteString("\n")
		return nil
	case kind == '{':
		return w.mapping(indent)
	case kind == '[':
		return w.sequence(indent)
	}
	token, err := w.from.ReadToken()
	if err != nil {
		return err
	}
	w.out.WriteString(" ")
	w.scalar(token, indent)
	w.out.WriteString("\n")
	return nil
}

// mapping goes on in the line that it begins in, after a dash.
func (w *yamlWriter) mapping(indent int) error {
	if _, err := w.from.ReadToken(); err != nil {
		return err
	}
	if w.from.PeekKind() == '}' {
		w.out.WriteString(" {}\n")
	} else if indent > 0 {
		w.begin(indent)
	}
	for first := true; w.from.PeekKind() != '}'; first = false {
		key, err := w.from.ReadToken()
		if err != nil {
			return err
		}
		if !first {
			w.out.WriteString(strings.Repeat(" ", indent))
		}
		w.out.WriteString(key.String() + ":")
		if err := w.value(key.String(), indent+2); err != nil {
			return err
		}
	}
	_, err := w.from.ReadToken()
	return err
}

// begin starts a mapping: behind the dash of its entry, or in a new line.
func (w *yamlWriter) begin(indent int) {
	if bytes.HasSuffix(w.out.Bytes(), []byte("-")) {
		w.out.WriteString(" ")
		return
	}
	w.out.WriteString("\n" + strings.Repeat(" ", indent))
}

func (w *yamlWriter) sequence(indent int) error {
	if _, err := w.from.ReadToken(); err != nil {
		return err
	}
	w.out.WriteString("\n")
	for w.from.PeekKind() != ']' {
		w.out.WriteString(strings.Repeat(" ", indent) + "-")
		if err := w.value("", indent+2); err != nil {
			return err
		}
	}
	_, err := w.from.ReadToken()
	return err
}

// flow writes a list or a group in one line: {name: prokken_access, path: /}.
func (w *yamlWriter) flow() error {
	token, err := w.from.ReadToken()
	if err != nil {
		return err
	}
	ends := map[jsontext.Kind]jsontext.Kind{'{': '}', '[': ']'}
	end, nested := ends[token.Kind()]
	if !nested {
		w.out.WriteString(flowScalar(token))
		return nil
	}
	w.out.WriteByte(byte(token.Kind()))
	for first := true; w.from.PeekKind() != end; first = false {
		if !first {
			w.out.WriteString(", ")
		}
		if token.Kind() == '{' {
			key, err := w.from.ReadToken()
			if err != nil {
				return err
			}
			w.out.WriteString(key.String() + ": ")
		}
		if err := w.flow(); err != nil {
			return err
		}
	}
	w.out.WriteByte(byte(end))
	_, err = w.from.ReadToken()
	return err
}
