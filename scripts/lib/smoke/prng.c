/* bcryptprimitives.dll for a Wine that lacks it: Go's runtime asks it for random numbers before main. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(unsigned char *to, size_t length) {
  return RtlGenRandom(to, (ULONG)length);
}
