package claim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

var errNoKind = errors.New("a condition of no registered kind")

// MarshalJSON writes the words and each condition under the name of its kind, in
// the order of the kinds.
func (c Claim) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	says, err := json.Marshal(c.Says)
	if err != nil {
		return nil, err
	}
	out.WriteString(`{"says":`)
	out.Write(says)
	for _, condition := range About("", c.Conditions...).Conditions {
		kind := KindOf(condition)
		if kind == nil {
			return nil, fmt.Errorf("%T: %w", condition, errNoKind)
		}
		value, err := json.Marshal(condition)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, `,%q:%s`, kind.Name, value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// UnmarshalJSON reads what MarshalJSON wrote. Names that no kind has are left out:
// the schema refuses them where a document comes from outside.
func (c *Claim) UnmarshalJSON(text []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	*c = Claim{}
	if says, there := fields["says"]; there {
		if err := json.Unmarshal(says, &c.Says); err != nil {
			return err
		}
	}
	for _, kind := range Kinds() {
		value, there := fields[kind.Name]
		if !there {
			continue
		}
		condition, err := kind.decode(value)
		if err != nil {
			return err
		}
		c.Conditions = append(c.Conditions, condition)
	}
	return nil
}

// decode reads a condition of the kind.
func (k *Kind) decode(text []byte) (Condition, error) {
	value := reflect.New(reflect.TypeOf(k.Example))
	if err := json.Unmarshal(text, value.Interface()); err != nil {
		return nil, fmt.Errorf("%s: %w", k.Name, err)
	}
	condition, _ := value.Elem().Interface().(Condition) // as its example is
	return condition, nil
}
