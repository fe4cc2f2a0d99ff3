package weigh

// Model holds the learned weights. It is read-only after loading and safe for
// concurrent use.
type Model struct {
	version string
}

// Version names the model: every answer carries it.
func (m *Model) Version() string { return m.version }

// Default returns the model that is embedded in the binary.
func Default() *Model { return &Model{version: "0"} }
