package schema

import (
	"maps"
	"slices"
	"strconv"
)

func compileRequired(k keyword, asked any) finder {
	names := texts(asked)
	return func(value any, at []string) []Fault {
		object, isObject := value.(map[string]any)
		missing := missingIn(object, names)
		if !isObject || len(missing) == 0 {
			return nil
		}
		return k.fault(at, func(f *Fault) { f.Names = missing })
	}
}

// compileDependentRequired takes, by the name of a field, those that it needs.
func compileDependentRequired(k keyword, asked any) finder {
	needs := map[string][]string{}
	for name, others := range asked.(map[string]any) {
		needs[name] = texts(others)
	}
	return func(value any, at []string) []Fault {
		object, _ := value.(map[string]any)
		var faults []Fault
		for _, name := range slices.Sorted(maps.Keys(needs)) {
			missing := missingIn(object, needs[name])
			if _, has := object[name]; has && len(missing) > 0 {
				faults = append(faults, k.fault(at, func(f *Fault) { f.Of, f.Names = name, missing })...)
			}
		}
		return faults
	}
}

func missingIn(object map[string]any, names []string) []string {
	var missing []string
	for _, name := range names {
		if _, has := object[name]; !has {
			missing = append(missing, name)
		}
	}
	return missing
}

func compileProperties(k keyword, asked any) finder {
	parts := map[string]*part{}
	for name, source := range asked.(map[string]any) {
		parts[name] = k.compile(k.part.pointer+"/properties/"+name, source.(map[string]any))
	}
	return func(value any, at []string) []Fault {
		object, _ := value.(map[string]any)
		var faults []Fault
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if p, known := parts[name]; known {
				faults = append(faults, p.check(object[name], under(at, name))...)
			}
		}
		return faults
	}
}

// compileAdditionalProperties takes false, or what each field has to fit that properties do not name.
func compileAdditionalProperties(k keyword, asked any) finder {
	named, _ := k.source["properties"].(map[string]any)
	if asked == false {
		return func(value any, at []string) []Fault {
			if names := unnamed(value, named); len(names) > 0 {
				return k.fault(at, func(f *Fault) { f.Names = names })
			}
			return nil
		}
	}
	p := k.compile(k.part.pointer+"/additionalProperties", asked.(map[string]any))
	return func(value any, at []string) []Fault {
		var faults []Fault
		for _, name := range unnamed(value, named) {
			faults = append(faults, p.check(value.(map[string]any)[name], under(at, name))...)
		}
		return faults
	}
}

// unnamed are the fields of a value that are not named.
func unnamed(value any, named map[string]any) []string {
	object, _ := value.(map[string]any)
	isNamed := func(name string) bool { _, is := named[name]; return is }
	return slices.DeleteFunc(slices.Sorted(maps.Keys(object)), isNamed)
}

// compilePropertyNames takes what the name of each field has to fit.
func compilePropertyNames(k keyword, asked any) finder {
	p := k.compile(k.part.pointer+"/propertyNames", asked.(map[string]any))
	return func(value any, at []string) []Fault {
		object, _ := value.(map[string]any)
		var faults []Fault
		for _, name := range slices.Sorted(maps.Keys(object)) {
			faults = append(faults, p.check(name, under(at, name))...)
		}
		return faults
	}
}

func compileItems(k keyword, asked any) finder {
	p := k.compile(k.part.pointer+"/items", asked.(map[string]any))
	return func(value any, at []string) []Fault {
		array, _ := value.([]any)
		var faults []Fault
		for i, item := range array {
			faults = append(faults, p.check(item, under(at, strconv.Itoa(i)))...)
		}
		return faults
	}
}

func texts(list any) []string {
	var all []string
	for _, text := range list.([]any) {
		all = append(all, text.(string))
	}
	return all
}
