// WASI preview 1, as much of it as a guest of waPC needs: two outputs that are kept, clocks, randomness,
// no arguments, no environment, no files.
//
// Compilers link these functions into every module for `wasm32-wasip1`; a policy calls few of them.
// What is not here answers ENOSYS, so that a guest can go on without it.
//
// Upstream: https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md

const SUCCESS = 0;
const EBADF = 8;
const EINVAL = 28;
const ENOSYS = 52;
const ESPIPE = 70;

/** The largest piece that a browser fills with random bytes at once. */
const RANDOM = 65_536;

/** A guest that has ended itself. */
export class Exit extends Error {
  constructor(code) {
    super(`the module ended itself with the exit code ${code}`);
    this.code = code;
  }
}

/**
 * The functions of WASI for one instance.
 *
 * @param {() => WebAssembly.Memory} memory its memory, once there is one
 * @param {(bytes: Uint8Array) => void} write takes what the guest prints
 * @returns {Record<string, Function>} by their names
 */
export function wasi(memory, write) {
  const view = () => new DataView(memory().buffer);
  const bytes = (at, length) => new Uint8Array(memory().buffer, at >>> 0, length >>> 0);
  const put32 = (at, value) => view().setUint32(at >>> 0, value, true);
  const put64 = (at, value) => view().setBigUint64(at >>> 0, value, true);
  const isStandard = (fd) => fd >= 0 && fd <= 2;

  /** An empty list of texts. */
  const noTexts = (count, size) => {
    put32(count, 0);
    put32(size, 0);
    return SUCCESS;
  };

  /** Nanoseconds of the wall clock, or of a clock that only goes forward. */
  const now = (clock) => {
    const wall = Number(clock) === 0;
    return BigInt(Math.round((wall ? Date.now() : performance.now()) * 1e6));
  };

  return {
    args_sizes_get: noTexts,
    args_get: () => SUCCESS,
    environ_sizes_get: noTexts,
    environ_get: () => SUCCESS,
    clock_res_get(_clock, at) {
      put64(at, 1_000_000n);
      return SUCCESS;
    },
    clock_time_get(clock, _precision, at) {
      if (clock > 3) return EINVAL;
      put64(at, now(clock));
      return SUCCESS;
    },
    random_get(at, length) {
      const all = bytes(at, length);
      for (let from = 0; from < all.length; from += RANDOM) {
        crypto.getRandomValues(all.subarray(from, from + RANDOM));
      }
      return SUCCESS;
    },
    fd_write(fd, list, count, written) {
      if (fd !== 1 && fd !== 2) return EBADF;
      let total = 0;
      for (let index = 0; index < count; index += 1) {
        const at = (list >>> 0) + 8 * index;
        const length = view().getUint32(at + 4, true);
        write(bytes(view().getUint32(at, true), length));
        total += length;
      }
      put32(written, total);
      return SUCCESS;
    },
    /** The input is empty. */
    fd_read(fd, _list, _count, read) {
      if (fd !== 0) return EBADF;
      put32(read, 0);
      return SUCCESS;
    },
    fd_close: (fd) => (isStandard(fd) ? SUCCESS : EBADF),
    fd_seek: (fd) => (isStandard(fd) ? ESPIPE : EBADF),
    /** A character device, with all rights. */
    fd_fdstat_get(fd, at) {
      if (!isStandard(fd)) return EBADF;
      put64(at, 2n);
      put64(at + 8, 0xffff_ffff_ffff_ffffn);
      put64(at + 16, 0n);
      return SUCCESS;
    },
    fd_fdstat_set_flags: (fd) => (isStandard(fd) ? SUCCESS : EBADF),
    fd_filestat_get: () => EBADF,
    /** No folder is open from the start. */
    fd_prestat_get: () => EBADF,
    fd_prestat_dir_name: () => EBADF,
    path_open: () => EBADF,
    path_filestat_get: () => EBADF,
    sched_yield: () => SUCCESS,
    /** Every clock that is waited for has rung: nobody sleeps in a policy. */
    poll_oneoff(from, to, count, rung) {
      for (let index = 0; index < count; index += 1) {
        const [event, wish] = [(to >>> 0) + 32 * index, (from >>> 0) + 48 * index];
        bytes(event, 32).fill(0);
        put64(event, view().getBigUint64(wish, true));
        view().setUint8(event + 10, view().getUint8(wish + 8));
      }
      put32(rung, count);
      return SUCCESS;
    },
    proc_exit(code) {
      throw new Exit(code);
    },
  };
}

/** What an unknown function of WASI answers. */
export const unknown = () => ENOSYS;
