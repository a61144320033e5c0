// Package render shows Stripe's objects as the API prints them: with the objects that stand
// inside others in the place of their ids, and without what the emulator keeps for itself.
// Events, the API and the pages call it. Start reading at [Object].
package render

import (
	"bytes"
	"encoding/json"

	"github.com/prokken/prokken/billing/emulator/store"
)

// Private is the field of what the emulator keeps for itself in an object.
const Private = "_emulator"

// embedded are the ids that always stand for the whole object, by the object
// that they stand in.
var embedded = map[string]string{
	"subscription_item": "price", "line_item": "price", "item": "price", "promotion_code": "coupon", "discount": "coupon",
	"subscription": "discount", "invoice": "discount", "customer": "discount",
}

// Tree is an object as JSON knows it; numbers stay exact.
func Tree(object any) any {
	text, err := json.Marshal(object)
	if err != nil {
		panic(err) // the objects are plain data
	}
	return Parse(text)
}

// Parse reads the text of an object.
func Parse(text []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var found any
	_ = decoder.Decode(&found) // it was made by Marshal
	return found
}

// Object is an object as the API shows it.
func Object(tx *store.Tx, object any) any { return complete(tx, Tree(object)) }

// complete puts in what is embedded and takes out what is private.
func complete(tx *store.Tx, node any) any {
	switch one := node.(type) {
	case []any:
		for i := range one {
			one[i] = complete(tx, one[i])
		}
	case map[string]any:
		delete(one, Private)
		embed(tx, one)
		for name := range one {
			one[name] = complete(tx, one[name])
		}
	}
	return node
}

func embed(tx *store.Tx, one map[string]any) {
	kind, _ := one["object"].(string)
	field := embedded[kind]
	id, isID := one[field].(string)
	if field == "" || !isID {
		return
	}
	if found, known := tx.Object(id); known {
		one[field] = Tree(found)
	}
}
