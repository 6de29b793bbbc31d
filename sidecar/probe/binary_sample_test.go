package probe

// Header numbers of the samples in binary_test.go.
const (
	machMagic64 = 0xfeedfacf
	machFat     = 0xcafebabe
	machExecute = 2
	machCPU64   = 0x01000000
	machCPUx86  = 7
	machCPUARM  = 12
)
