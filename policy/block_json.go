package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/prokken/prokken/policy/block"
)

var errNoKind = errors.New("content of no registered kind")

// MarshalJSON writes the content under the name of its kind, between the uid and the
// claims.
func (b Block) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	if err := writeField(&out, "uid", b.UID); err != nil {
		return nil, err
	}
	if !b.IsEmpty() {
		kind := b.Kind()
		if kind == nil {
			return nil, fmt.Errorf("%T: %w", b.Content, errNoKind)
		}
		if err := writeField(&out, kind.Name, b.Content); err != nil {
			return nil, err
		}
	}
	if len(b.Claims) > 0 {
		if err := writeField(&out, "claims", b.Claims); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func writeField(out *bytes.Buffer, name string, value any) error {
	text, err := json.Marshal(value)
	if out.Len() > 1 {
		out.WriteByte(',')
	}
	fmt.Fprintf(out, "%q:%s", name, text)
	return err
}

// UnmarshalJSON reads what MarshalJSON wrote. Names that no kind has are left out: the
// schema refuses them where a document comes from outside.
func (b *Block) UnmarshalJSON(text []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	*b = Block{}
	for name, field := range map[string]any{"uid": &b.UID, "claims": &b.Claims} {
		if value, there := fields[name]; there {
			if err := json.Unmarshal(value, field); err != nil {
				return err
			}
		}
	}
	for _, kind := range block.Kinds() {
		if value, there := fields[kind.Name]; there {
			content, err := kind.Decode(value)
			b.Content = content
			return err
		}
	}
	return nil
}
