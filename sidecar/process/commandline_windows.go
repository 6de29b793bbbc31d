package process

import (
	"encoding/binary"
	"os"
	"unicode/utf16"
	"unsafe"

	"golang.org/x/sys/windows"
)

// commandLineInMemory reads the command line where the process itself keeps it (PEB, RTL_USER_PROCESS_PARAMETERS). Windows before
// 8.1 and Wine tell it in no other way; it takes the right to read the process's memory, which every user has for own processes.
func commandLineInMemory(pid int) (string, error) {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_INFORMATION|windows.PROCESS_VM_READ, false, uint32(pid))
	if err != nil {
		return "", os.NewSyscallError("OpenProcess", err)
	}
	defer windows.CloseHandle(h)
	var info windows.PROCESS_BASIC_INFORMATION
	var need uint32
	if err := windows.NtQueryInformationProcess(h, windows.ProcessBasicInformation, unsafe.Pointer(&info), uint32(unsafe.Sizeof(info)), &need); err != nil {
		return "", os.NewSyscallError("NtQueryInformationProcess", err)
	}
	block := uintptr(unsafe.Pointer(info.PebBaseAddress))
	parameters, err := readMemory(h, block+unsafe.Offsetof(windows.PEB{}.ProcessParameters), unsafe.Sizeof(uintptr(0)))
	if err != nil {
		return "", err
	}
	line, err := readMemory(h, pointer(parameters)+unsafe.Offsetof(windows.RTL_USER_PROCESS_PARAMETERS{}.CommandLine), unsafe.Sizeof(windows.NTUnicodeString{}))
	if err != nil {
		return "", err
	}
	length := min(uintptr(binary.LittleEndian.Uint16(line)), maxArguments) &^ 1
	if length == 0 {
		return "", nil
	}
	text, err := readMemory(h, pointer(line[unsafe.Offsetof(windows.NTUnicodeString{}.Buffer):]), length)
	if err != nil {
		return "", err
	}
	words := make([]uint16, len(text)/2)
	for i := range words {
		words[i] = binary.LittleEndian.Uint16(text[2*i:])
	}
	return string(utf16.Decode(words)), nil
}

// pointer is the address that memory of another process holds; it has our own size, since a 64-bit reader looks at 64-bit blocks.
func pointer(memory []byte) uintptr {
	if unsafe.Sizeof(uintptr(0)) == 4 {
		return uintptr(binary.LittleEndian.Uint32(memory))
	}
	return uintptr(binary.LittleEndian.Uint64(memory))
}

func readMemory(h windows.Handle, at, size uintptr) ([]byte, error) {
	out := make([]byte, size)
	var n uintptr
	if err := windows.ReadProcessMemory(h, at, &out[0], size, &n); err != nil {
		return nil, os.NewSyscallError("ReadProcessMemory", err)
	}
	if n != size {
		return nil, os.NewSyscallError("ReadProcessMemory", windows.ERROR_PARTIAL_COPY)
	}
	return out, nil
}
