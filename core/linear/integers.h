// The two kinds of whole numbers that the simplex runs on: small ones that say when they no longer suffice, and GMP's.
// Internal to core/linear.
#pragma once

#include <gmpxx.h>

#include <cstdint>
#include <string>

namespace tallystick {

// Of magnitude below 2^62, so that every sum of two products fits in 128 bits.
struct SmallIntegers {
  using Value = int64_t;
  using Wide = __int128;  // sums of up to 2^60 values, products of two

  static Value Of(int64_t value) { return value; }
  static bool Fits(Wide value) { return value < kLimit && value > -kLimit; }
  static bool Narrow(Wide value, Value* out) {
    *out = static_cast<Value>(value);
    return Fits(value);
  }
  static int Sign(Wide value) { return value < 0 ? -1 : value > 0; }
  static void AddProduct(Wide* sum, Value a, int64_t times) { *sum += static_cast<Wide>(a) * times; }
  static Wide Product(const Wide& a, Value b) { return a * b; }  // `a` must fit
  // (a * b + c * d) / divisor, which must be whole. False when it does not fit.
  static bool Combine(Value a, Value b, Value c, Value d, Value divisor, Value* out) {
    const Wide sum = static_cast<Wide>(a) * b + static_cast<Wide>(c) * d;
    if (sum == static_cast<int64_t>(sum)) {
      *out = static_cast<int64_t>(sum) / divisor;
      return Fits(*out);
    }
    return Narrow(sum / divisor, out);
  }
  static bool Divisible(const Wide& a, Value b) { return a % b == 0; }
  static int64_t Floor(const Wide& a, Value b) { return static_cast<int64_t>(a / b); }  // a >= 0, b > 0
  static mpz_class Big(Value value) { return mpz_class(static_cast<long>(value)); }

 private:
  static constexpr int64_t kLimit = int64_t{1} << 62;
};

struct BigIntegers {
  using Value = mpz_class;
  using Wide = mpz_class;

  static Value Of(int64_t value) { return mpz_class(static_cast<long>(value)); }
  static bool Fits(const Wide&) { return true; }
  static bool Narrow(const Wide& value, Value* out) { return *out = value, true; }
  static int Sign(const Wide& value) { return sgn(value); }
  static void AddProduct(Wide* sum, const Value& a, int64_t times) { *sum += a * Of(times); }
  static Wide Product(const Wide& a, const Value& b) { return a * b; }
  static bool Combine(const Value& a, const Value& b, const Value& c, const Value& d, const Value& divisor,
                      Value* out) {
    mpz_class sum = a * b;
    sum += c * d;
    mpz_divexact(out->get_mpz_t(), sum.get_mpz_t(), divisor.get_mpz_t());
    return true;
  }
  static bool Divisible(const Value& a, const Value& b) { return mpz_divisible_p(a.get_mpz_t(), b.get_mpz_t()) != 0; }
  // The quotient must fit.
  static int64_t Floor(const Value& a, const Value& b) {
    mpz_class quotient;
    mpz_fdiv_q(quotient.get_mpz_t(), a.get_mpz_t(), b.get_mpz_t());
    return quotient.get_si();
  }
  static mpz_class Big(const Value& value) { return value; }
};

}  // namespace tallystick
