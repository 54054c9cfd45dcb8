package cluster

import (
	"bytes"
	"encoding/json"
)

// Object is an object as JSON has it.
type Object map[string]any

func parse(text []byte) (Object, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var object Object
	if err := decoder.Decode(&object); err != nil {
		return nil, err
	}
	return object, nil
}

func (o Object) copy() Object {
	text, _ := json.Marshal(o)
	copied, _ := parse(text)
	return copied
}

// isSame compares two values as JSON.
func isSame(one, other any) bool {
	first, _ := json.Marshal(one)
	second, _ := json.Marshal(other)
	return bytes.Equal(first, second)
}

// child answers a field that is an object, and makes it one where there is none.
func (o Object) child(field string) Object {
	if inner, found := o[field].(map[string]any); found {
		return inner
	}
	inner := map[string]any{}
	o[field] = inner
	return inner
}

func (o Object) text(field string) string {
	text, _ := o[field].(string)
	return text
}

func (o Object) metadata() Object          { return o.child("metadata") }
func (o Object) Name() string              { return o.metadata().text("name") }
func (o Object) Namespace() string         { return o.metadata().text("namespace") }
func (o Object) uid() string               { return o.metadata().text("uid") }
func (o Object) resourceVersion() string   { return o.metadata().text("resourceVersion") }
func (o Object) labels() map[string]string { return texts(o.metadata()["labels"]) }

func (o Object) number(field string) int64 {
	switch number := o[field].(type) {
	case json.Number:
		value, _ := number.Int64()
		return value
	case int64:
		return number
	}
	return 0
}

// merge takes the fields of another over.
func (o Object) merge(other Object) {
	for field, value := range other {
		inner, isObject := value.(map[string]any)
		if _, found := o[field].(map[string]any); found && isObject {
			o.child(field).merge(inner)
		} else {
			o[field] = value
		}
	}
}

// list answers the objects of a field that is a list.
func list(value any) []Object {
	values, _ := value.([]any)
	var objects []Object
	for _, value := range values {
		if object, found := value.(map[string]any); found {
			objects = append(objects, object)
		}
	}
	return objects
}

func texts(value any) map[string]string {
	fields, _ := value.(map[string]any)
	texts := map[string]string{}
	for name, value := range fields {
		texts[name], _ = value.(string)
	}
	return texts
}

// into reads an object as one of client-go's types.
func into[T any](object Object) (T, error) {
	var typed T
	text, err := json.Marshal(object)
	if err == nil {
		err = json.Unmarshal(text, &typed)
	}
	return typed, err
}

// from is the way back.
func from(typed any) Object {
	text, _ := json.Marshal(typed)
	object, _ := parse(text)
	return object
}
