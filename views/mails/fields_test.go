package mails_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/mail/letter/lettertest"
)

// unprinted are the fields that say when a mail is pointless, and that it does not print.
var unprinted = map[string]bool{"policy_changed.Version": true}

// TestEveryFieldIsPrinted: another value of it makes another text and another HTML.
func TestEveryFieldIsPrinted(t *testing.T) {
	for _, c := range lettertest.Examples() {
		before := write(t, c)
		eachField(reflect.ValueOf(c), nil, func(name string, path []int, field reflect.Value) {
			if field.IsZero() {
				t.Errorf("the example of %s leaves %s out", c.Kind(), name)
			}
			if unprinted[string(c.Kind())+"."+name] {
				return
			}
			changed := reflect.New(reflect.TypeOf(c)).Elem()
			changed.Set(reflect.ValueOf(c))
			changed.FieldByIndex(path).Set(another(t, field))
			after := write(t, changed.Interface().(letter.Content))
			if after.Subject+after.Text == before.Subject+before.Text || after.HTML == before.HTML {
				t.Errorf("%s does not print %s", c.Kind(), name)
			}
		})
	}
}

// eachField visits the fields of a struct and of the structs in it.
func eachField(v reflect.Value, path []int, visit func(name string, path []int, field reflect.Value)) {
	for i := range v.NumField() {
		field, at := v.Field(i), append(path[:len(path):len(path)], i)
		if _, isTime := field.Interface().(time.Time); field.Kind() == reflect.Struct && !isTime {
			eachField(field, at, visit)
		} else {
			visit(v.Type().Field(i).Name, at, field)
		}
	}
}

// another returns a value of the field's type that differs from it.
func another(t *testing.T, field reflect.Value) reflect.Value {
	t.Helper()
	other := reflect.New(field.Type()).Elem()
	switch value := field.Interface().(type) {
	case time.Time:
		other.Set(reflect.ValueOf(value.AddDate(0, 0, 1)))
	case uuid.UUID:
		other.Set(reflect.ValueOf(uuid.Max))
	case []string:
		other.Set(reflect.ValueOf([]string{"another", "another"}))
	default:
		setOther(t, other, field)
	}
	return other
}

func setOther(t *testing.T, other, field reflect.Value) {
	t.Helper()
	switch field.Kind() {
	case reflect.String:
		other.SetString(field.String() + "x")
	case reflect.Int, reflect.Int64:
		other.SetInt(field.Int() + 1)
	case reflect.Bool:
		other.SetBool(!field.Bool())
	default:
		t.Fatalf("no other value of %s is known", field.Type())
	}
}
