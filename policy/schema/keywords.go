package schema

// finder returns what does not fit a keyword.
type finder = func(value any, at []string) []Fault

// kind is a keyword that a schema may use.
type kind struct {
	name    string
	ends    bool // what does not fit it is not looked at further
	compile func(k keyword, asked any) finder
}

// kinds are all keywords that a schema may use, in the order in which they are looked at.
func kinds() []kind {
	return []kind{
		{"type", true, compileType},
		{"const", true, compileConst},
		{"enum", true, compileEnum},
		{"format", true, compileFormat},
		{"$ref", false, compileRef},
		{"minProperties", false, compileMinProperties},
		{"required", false, compileRequired},
		{"properties", false, compileProperties},
		{"additionalProperties", false, compileAdditionalProperties},
		{"propertyNames", false, compilePropertyNames},
		{"dependentRequired", false, compileDependentRequired},
		{"minItems", false, compileMinItems},
		{"maxItems", false, compileMaxItems},
		{"items", false, compileItems},
		{"minLength", false, compileMinLength},
		{"maxLength", false, compileMaxLength},
		{"pattern", false, compilePattern},
		{"minimum", false, compileMinimum},
		{"maximum", false, compileMaximum},
		{"allOf", false, compileAllOf},
		{"anyOf", false, compileAnyOf},
		{"oneOf", false, compileOneOf},
	}
}

// notes ask nothing of a value.
var notes = []string{"$schema", "$id", "$defs", "title", "description"}
