package policy

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// readJSON reads JSON without any loss: a name that stands twice is an error.
func readJSON(text []byte) (*tree, error) {
	r := jsonReader{text: text, decoder: jsontext.NewDecoder(bytes.NewReader(text)), tree: &tree{lines: map[string]int{}}}
	var err error
	if r.tree.value, err = r.value(nil); err == nil {
		if _, err = r.decoder.ReadToken(); errors.Is(err, io.EOF) {
			return r.tree, nil
		}
		err = errors.New("something follows the document")
	}
	return nil, Problems{jsonProblem(text, r.decoder.InputOffset(), err)}
}

func jsonProblem(text []byte, at int64, err error) Problem {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		err = errors.New("it is empty or ends too early")
	case errors.As(err, &syntax):
		at, err = syntax.ByteOffset, syntax.Err
	}
	return Problem{Line: lineOf(text, int(at)), Reason: "this is not JSON: " + err.Error()}
}

type jsonReader struct {
	text    []byte
	decoder *jsontext.Decoder
	tree    *tree
	counted int // bytes in which lines were counted
	lines   int // found there
}

// line is where the decoder stands. It goes through the text once.
func (r *jsonReader) line() int {
	at := int(r.decoder.InputOffset())
	r.lines += bytes.Count(r.text[r.counted:at], []byte("\n"))
	r.counted = at
	return r.lines + 1
}

func (r *jsonReader) value(parts []string) (any, error) {
	token, err := r.decoder.ReadToken()
	if err != nil {
		return nil, err
	}
	if len(parts) > deepest {
		return nil, errTooDeep
	}
	r.tree.lines[fieldOf(parts)] = r.line()
	switch token.Kind() {
	case '{':
		return r.object(parts)
	case '[':
		return r.array(parts)
	case '"':
		return token.String(), nil
	case '0':
		return token.Float(), nil
	case 't', 'f':
		return token.Bool(), nil
	}
	return nil, nil //nolint:nilnil // JSON's null
}

func (r *jsonReader) object(parts []string) (any, error) {
	object := map[string]any{}
	for r.decoder.PeekKind() != '}' {
		key, err := r.decoder.ReadToken()
		if err != nil {
			return nil, err
		}
		if len(object) == maxFields {
			return nil, errTooMany
		}
		name := key.String()
		if object[name], err = r.value(append(parts[:len(parts):len(parts)], name)); err != nil {
			return nil, err
		}
	}
	_, err := r.decoder.ReadToken()
	return object, err
}

func (r *jsonReader) array(parts []string) (any, error) {
	array := []any{}
	for r.decoder.PeekKind() != ']' {
		item, err := r.value(append(parts[:len(parts):len(parts)], strconv.Itoa(len(array))))
		if err != nil {
			return nil, err
		}
		array = append(array, item)
	}
	_, err := r.decoder.ReadToken()
	return array, err
}
