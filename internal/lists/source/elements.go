package source

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of an XML record. The largest records of real lists have under 200 KB
// and a depth of 8.
const (
	MaxElement = 8 << 20
	MaxDepth   = 64
	MaxNodes   = 200_000
)

// Elements reads an XML file record by record, so that memory does not grow
// with the file. Document type declarations are refused: no list needs one,
// and entities declared there can grow without bound.
type Elements struct {
	file  string
	in    *Bounded
	d     *xml.Decoder
	stack []string
	root  xml.StartElement
	seen  map[string]int // records by name, for errors
	done  bool
}

// NewElements returns a reader of records and reads as far as the root
// element. file is the name for errors.
func NewElements(r io.Reader, file string) (*Elements, error) {
	in := NewBounded(r, MaxElement)
	x := &Elements{file: file, in: in, d: xml.NewDecoder(in), seen: map[string]int{}}
	x.d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		switch strings.ToLower(label) {
		case "us-ascii", "ascii":
			return r, nil
		}
		return nil, encodingError(label)
	}
	for {
		t, err := x.token()
		if err == io.EOF {
			return nil, x.errorf("has no element")
		}
		if err != nil {
			return nil, err
		}
		if s, ok := t.(xml.StartElement); ok {
			x.root = s.Copy()
			return x, nil
		}
	}
}

// encodingError is the name of an encoding that is not read. As a type of its own
// it is told without what the decoder puts before it: the name once more, whole.
type encodingError string

func (e encodingError) Error() string {
	return fmt.Sprintf("the encoding %q is not supported, only UTF-8", Shorten(string(e), 40))
}

// Root returns the root element's name.
func (x *Elements) Root() string { return x.root.Name.Local }

// RootAttr returns an attribute of the root element, or "".
func (x *Elements) RootAttr(name string) string {
	for _, a := range x.root.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// token reads a token, keeps the stack of open elements, and wraps errors.
func (x *Elements) token() (xml.Token, error) {
	t, err := x.d.Token()
	if err != nil {
		if err == io.EOF && len(x.stack) == 0 {
			return nil, io.EOF
		}
		return nil, x.wrap(err)
	}
	switch t := t.(type) {
	case xml.StartElement:
		if len(x.stack) == 0 && x.done {
			return nil, x.errorf("has a second root element")
		}
		x.stack = append(x.stack, t.Name.Local)
		if len(x.stack) > MaxDepth {
			return nil, x.errorf("elements are nested more than %d deep", MaxDepth)
		}
	case xml.EndElement:
		x.stack = x.stack[:len(x.stack)-1]
		x.done = len(x.stack) == 0
	case xml.Directive:
		return nil, x.errorf("has a document type declaration, which is refused: <!%s", Shorten(string(t), 40))
	case xml.CharData:
		if len(x.stack) == 0 && strings.TrimSpace(strings.TrimPrefix(string(t), "\ufeff")) != "" {
			return nil, x.errorf("has text outside the root element")
		}
	}
	return t, nil
}

// Next returns the next element with one of the names, whole, or io.EOF after
// the end of the document. Other errors are of type *Error.
func (x *Elements) Next(names ...string) (*Node, error) {
	for {
		x.in.Mark(x.d.InputOffset())
		t, err := x.token()
		if err != nil {
			return nil, err
		}
		s, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		for _, n := range names {
			if s.Name.Local == n {
				x.seen[n]++
				count := 0
				node, err := x.node(s, &count)
				if err != nil {
					return nil, err
				}
				node.number()
				return node, nil
			}
		}
	}
}

func (x *Elements) node(s xml.StartElement, count *int) (*Node, error) {
	if *count++; *count > MaxNodes {
		return nil, x.errorf("record has more than %d elements", MaxNodes)
	}
	n := &Node{Name: s.Name.Local}
	n.Line, _ = x.d.InputPos()
	for _, a := range s.Attr {
		n.Attr = append(n.Attr, Attr{Name: a.Name.Local, Value: a.Value})
	}
	var text strings.Builder
	for {
		t, err := x.token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			kid, err := x.node(t, count)
			if err != nil {
				return nil, err
			}
			n.Kids = append(n.Kids, kid)
		case xml.EndElement:
			n.Text = text.String()
			return n, nil
		}
	}
}

// where names the open elements, with the number of the record.
func (x *Elements) where() string {
	var b strings.Builder
	for i, n := range x.stack {
		if i > 0 {
			b.WriteByte('/')
		}
		b.WriteString(n)
		if k := x.seen[n]; k > 0 {
			fmt.Fprintf(&b, "[%d]", k)
		}
	}
	return Shorten(b.String(), 300)
}

func (x *Elements) errorf(format string, args ...any) error {
	line, _ := x.d.InputPos()
	return &Error{File: x.file, Line: line, Path: x.where(), Err: fmt.Errorf(format, args...)}
}

func (x *Elements) wrap(err error) error {
	var e *Error
	if errors.As(err, &e) {
		return err
	}
	var syntax *xml.SyntaxError
	var encoding encodingError
	switch {
	case errors.As(err, &encoding):
		return x.errorf("%w", encoding)
	case errors.Is(err, ErrTooLong):
		return x.errorf("%w: over %d bytes without an end", ErrTooLong, x.in.limit)
	case errors.As(err, &syntax):
		if strings.Contains(syntax.Msg, "unexpected EOF") {
			return x.errorf("the file ends here, in the middle of an element: it is cut off")
		}
		return x.errorf("is not well-formed XML: %s", Shorten(strings.ToValidUTF8(syntax.Msg, "�"), 200))
	}
	return x.errorf("%w", err)
}

// Node is one XML element with what it holds.
type Node struct {
	Name string
	Line int
	// Path is the element's place below the record, such as
	// "INDIVIDUAL_ALIAS[2]/ALIAS_NAME"; elements are numbered where there are
	// several of the name. It is empty for the record itself.
	Path string
	Text string
	Attr []Attr
	Kids []*Node

	taken bool
}

// Attr is an XML attribute.
type Attr struct {
	Name, Value string

	taken bool
}

// TakeAttr returns an attribute, each run of space as one blank, and marks it
// as understood; "" if there is none.
func (n *Node) TakeAttr(name string) string {
	for i := range n.Attr {
		if n.Attr[i].Name == name {
			n.Attr[i].taken = true
			return OneLine(n.Attr[i].Value)
		}
	}
	return ""
}

// LeftAttr is an attribute that no TakeAttr has asked for, with its place.
type LeftAttr struct {
	Path, Value string
	Line        int
}

// UntakenAttrs returns the attributes with text of n and of everything below
// that no TakeAttr has asked for. Those of XML itself are passed over.
func (n *Node) UntakenAttrs() []LeftAttr {
	var out []LeftAttr
	for _, a := range n.Attr {
		if !a.taken && strings.TrimSpace(a.Value) != "" && a.Name != "xmlns" && a.Name != "type" && a.Name != "nil" {
			out = append(out, LeftAttr{strings.TrimPrefix(n.Path+"/@"+a.Name, "/"), OneLine(a.Value), n.Line})
		}
	}
	for _, k := range n.Kids {
		out = append(out, k.UntakenAttrs()...)
	}
	return out
}

// number sets the paths of everything below n.
func (n *Node) number() {
	total := map[string]int{}
	for _, k := range n.Kids {
		total[k.Name]++
	}
	at := map[string]int{}
	for _, k := range n.Kids {
		k.Path = k.Name
		if at[k.Name]++; total[k.Name] > 1 {
			k.Path = fmt.Sprintf("%s[%d]", k.Name, at[k.Name])
		}
		if n.Path != "" {
			k.Path = n.Path + "/" + k.Path
		}
		k.number()
	}
}

// All returns the children with that name.
func (n *Node) All(name string) []*Node {
	var out []*Node
	for _, k := range n.Kids {
		if k.Name == name {
			out = append(out, k)
		}
	}
	return out
}

// Take returns the text of the first child with that name that has text, each
// run of space as one blank, and marks it as understood. A second one with text
// stays untaken.
func (n *Node) Take(name string) string {
	for _, k := range n.All(name) {
		if v := k.Value(); v != "" {
			return v
		}
	}
	return ""
}

// Value returns the element's own text, each run of space as one blank, and
// marks it as understood.
func (n *Node) Value() string {
	n.taken = true
	return OneLine(n.Text)
}

// Untaken returns the elements below n that have text which no Take or Value
// has asked for: what the reader did not understand.
func (n *Node) Untaken() []*Node {
	var out []*Node
	for _, k := range n.Kids {
		if !k.taken && strings.TrimSpace(k.Text) != "" {
			out = append(out, k)
		}
		out = append(out, k.Untaken()...)
	}
	return out
}

// OneLine returns s trimmed, with each run of white space as one blank.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
