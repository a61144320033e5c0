package schema

import (
	"math"
	"reflect"
	"slices"
)

// typeOf is the schema's name for the type of a value of JSON. It panics if it is none: what is
// not read as JSON is read is a mistake of the program.
func typeOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	panic("this is no value of JSON: " + reflect.TypeOf(value).String())
}

// compileType takes the name of a type, or several.
func compileType(k keyword, asked any) finder {
	want, several := asked.([]any)
	if !several {
		want = []any{asked}
	}
	for _, name := range want {
		if !slices.Contains([]any{"null", "boolean", "integer", "number", "string", "array", "object"}, name) {
			panic("the schema has a type that is not known at " + k.part.pointer)
		}
	}
	return func(value any, at []string) []Fault {
		got := typeOf(value)
		if slices.Contains(want, any(got)) || isInteger(value) && slices.Contains(want, any("integer")) {
			return nil
		}
		return k.fault(at, func(f *Fault) { f.Want, f.Type = want, got })
	}
}

// isInteger: in JSON 5.0 is one.
func isInteger(value any) bool {
	n, isNumber := value.(float64)
	return isNumber && n == math.Trunc(n) && !math.IsInf(n, 0)
}

func compileConst(k keyword, asked any) finder { return compileEnum(k, []any{asked}) }

func compileEnum(k keyword, asked any) finder {
	want := asked.([]any)
	return func(value any, at []string) []Fault {
		isIt := func(one any) bool { return reflect.DeepEqual(one, value) }
		if slices.ContainsFunc(want, isIt) {
			return nil
		}
		return k.fault(at, func(f *Fault) { f.Want = want })
	}
}

func compileFormat(k keyword, asked any) finder {
	check, known := k.formats[asked.(string)]
	if !known {
		panic("the schema has a format that is not known: " + asked.(string))
	}
	return func(value any, at []string) []Fault {
		err := check(value)
		if err == nil {
			return nil
		}
		return k.fault(at, func(f *Fault) { f.Err = err })
	}
}
