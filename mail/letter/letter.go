// Package letter holds what each kind of mail tells, a typed struct each: those who
// send a mail fill one in, the job queue stores it, and views/mails writes it. A struct
// holds no secret: a link's token is made when the mail is written. Start reading at
// [Content]; kinds.go lists every kind.
package letter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// Kind names a kind of mail in the database.
type Kind string

// Content is what one kind of mail tells.
type Content interface {
	Kind() Kind
}

// Encode returns the JSON of what a mail tells. What [Decode] would not read is an error.
func Encode(c Content) ([]byte, error) {
	if c == nil || !isListed(c) {
		return nil, fmt.Errorf("there is no mail that tells %T", c)
	}
	return json.Marshal(c)
}

// Decode reads what [Encode] returned for a mail of that kind. An unknown kind, an unknown
// field and a missing one are errors.
func Decode(kind Kind, data []byte) (Content, error) {
	empty, found := byKind[kind]
	if !found {
		return nil, fmt.Errorf("there is no mail of the kind %q", kind)
	}
	content := reflect.New(reflect.TypeOf(empty))
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(content.Interface()); err != nil {
		return nil, fmt.Errorf("a mail of the kind %q: %w", kind, err)
	}
	read := content.Elem().Interface().(Content)
	if name := missing(read, data); name != "" {
		return nil, fmt.Errorf("a mail of the kind %q lacks %q", kind, name)
	}
	return read, nil
}

// missing returns the name of a field that is always stored and that the data lacks; "" if
// it has all.
func missing(read Content, data []byte) string {
	var given, always map[string]json.RawMessage
	_ = json.Unmarshal(data, &given) // it was read before
	again, _ := json.Marshal(read)
	_ = json.Unmarshal(again, &always)
	for name := range always {
		if _, found := given[name]; !found {
			return name
		}
	}
	return ""
}

// isListed reports whether the struct is the one that is listed for its kind.
func isListed(c Content) bool { return reflect.TypeOf(byKind[c.Kind()]) == reflect.TypeOf(c) }
