package emulator

import (
	"bytes"
	"encoding/json"
)

// private is the field of what the emulator keeps for itself in an object.
const private = "_emulator"

// embedded are the ids that always stand for the whole object, by the object
// that they stand in.
var embedded = map[string]string{
	"subscription_item": "price", "line_item": "price", "item": "price", "promotion_code": "coupon", "discount": "coupon",
	"subscription": "discount", "invoice": "discount",
}

// tree is an object as JSON knows it; numbers stay exact.
func tree(object any) any {
	text, err := json.Marshal(object)
	if err != nil {
		panic(err) // the objects are plain data
	}
	return parse(text)
}

func parse(text []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var found any
	_ = decoder.Decode(&found) // it was made by Marshal
	return found
}

// render is an object as the API shows it.
func (e *Emulator) render(object any) any { return e.complete(tree(object)) }

// complete puts in what is embedded and takes out what is private.
func (e *Emulator) complete(node any) any {
	switch one := node.(type) {
	case []any:
		for i := range one {
			one[i] = e.complete(one[i])
		}
	case map[string]any:
		delete(one, private)
		e.embed(one)
		for name := range one {
			one[name] = e.complete(one[name])
		}
	}
	return node
}

func (e *Emulator) embed(one map[string]any) {
	kind, _ := one["object"].(string)
	field := embedded[kind]
	id, isID := one[field].(string)
	if field == "" || !isID {
		return
	}
	if found, known := e.state.object(id); known {
		one[field] = tree(found)
	}
}
