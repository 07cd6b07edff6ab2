import { expect, test } from "vitest";
import { plotsOf } from "../support.js";

const signals = `import numpy as np
import matplotlib.pyplot as plt
from scipy import signal
x = np.sin(0.3 * np.arange(60)) + np.cos(0.05 * np.arange(60) ** 2)
y = np.cos(0.2 * np.arange(60)) + 0.1 * np.arange(60)
`;

/** Expressions, with how many values SciPy 1.17.1 gives for them, the least, the greatest and their mean. */
const expressions: readonly (readonly [
  expression: string,
  n: number,
  min: number,
  max: number,
  mean: number,
])[] = [
  ["signal.butter(4, 0.3)[1]", 5, -1.570398851, 1.275613325, 0.05940163401],
  ["signal.butter(3, [0.2, 0.5], 'bandpass')[0]", 7, -0.1485989891, 0.1485989891, 9.912705577e-19],
  ["signal.cheby1(4, 1, 50, 'high', fs=200)[0]", 5, -0.2220603656, 0.3330905484, 1.387778781e-18],
  ["signal.cheby2(5, 40, [0.3, 0.6], btype='bandstop')[1]", 11, -1.141110193, 1.507081418, 0.1282913411],
  ["signal.butter(5, [0.2, 0.3], btype='band', output='sos').ravel()", 30, -2, 2, 0.2220581119],
  ["np.abs(signal.butter(4, 0.3, output='zpk')[1])", 4, 0.3801778529, 0.7260763766, 0.5531271147],
  ["signal.iirnotch(60, 30, 1000)[0]", 3, -1.847941858, 0.993755965, 0.04652335735],
  ["signal.firwin(21, [0.2, 0.5], pass_zero=False)", 21, -0.1709456469, 0.3056970252, -0.0001149450359],
  ["signal.firwin(30, 100, fs=1000, window=('kaiser', 5))", 30, -0.02476826779, 0.1963398625, 0.03333333333],
  ["signal.lfilter(*signal.butter(2, 0.2), x)", 60, -0.9927270298, 1.54449931, 0.1356316509],
  [
    "signal.lfilter([0.5, 0.5], 1, x, zi=signal.lfilter_zi([0.5, 0.5], 1) * x[0])[0]",
    60,
    -1.525560013,
    1.656259904,
    0.1233406697,
  ],
  ["signal.filtfilt(*signal.butter(3, 0.2), x)", 60, -1.204872735, 1.450070789, 0.09404596599],
  [
    "signal.filtfilt([0.25] * 4, 1, x, padtype='even', padlen=9)",
    60,
    -0.9270654011,
    1.45101761,
    0.1118278688,
  ],
  [
    "signal.sosfiltfilt(signal.butter(4, 0.2, output='sos'), x)",
    60,
    -1.205300958,
    1.446121731,
    0.09376040274,
  ],
  ["signal.sosfilt(signal.cheby1(3, 1, 0.4, output='sos'), x)", 60, -1.529199393, 1.632286261, 0.1367506392],
  ["signal.decimate(x, 3)", 20, -1.109849109, 1.766790236, 0.1458919554],
  ["np.abs(signal.freqz(*signal.butter(2, 0.3))[1])", 512, 2.443623645e-6, 1, 0.4068129956],
  ["signal.freqz([1, 2, 1], worN=64, fs=100)[0]", 64, 0, 49.21875, 24.609375],
  [
    "np.abs(signal.sosfreqz(signal.butter(4, 0.3, output='sos'), worN=100)[1])",
    100,
    4.104742487e-9,
    1,
    0.3569893727,
  ],
  ["signal.group_delay(([1, 0.5], [1, -0.3]), w=32)[1]", 32, -1.201962504, 0.7619047619, 0.03113553114],
  ["signal.welch(x, fs=100, nperseg=16)[1]", 9, 0.002040350405, 0.03530389378, 0.01267624859],
  [
    "signal.welch(x, window='hamming', nperseg=20, noverlap=5, nfft=32, scaling='spectrum', average='median')[1]",
    17,
    0.0006167180376,
    0.4701481004,
    0.1251008042,
  ],
  ["signal.welch(x)[0]", 31, 0, 0.5, 0.25],
  ["signal.periodogram(x, 50)[1]", 31, 1.083335594e-34, 0.4949112024, 0.03631594841],
  [
    "signal.periodogram(x, window='hann', detrend='linear', nfft=128)[1]",
    65,
    0.0007853012583,
    19.91248532,
    1.77602695,
  ],
  ["np.abs(signal.csd(x, y, nperseg=16)[1])", 9, 0.0001037257897, 1.02500799, 0.149974046],
  ["signal.coherence(x, y, nperseg=16)[1]", 9, 0.003024503437, 0.4086295116, 0.1647206998],
  ["signal.spectrogram(x, nperseg=16)[2].ravel()", 36, 0.002059613744, 8.83678559, 1.532919792],
  ["signal.spectrogram(x, 10, nperseg=16, mode='magnitude')[1]", 4, 0.8, 5, 2.9],
  ["np.abs(signal.stft(x, nperseg=16)[2]).ravel()", 81, 9.007875221e-5, 0.7575040522, 0.2057604972],
  ["signal.stft(x, 10, nperseg=16)[1]", 9, 0, 6.4, 3.2],
  ["signal.find_peaks(x)[0]", 16, 3, 55, 30.375],
  [
    "signal.find_peaks(x, height=0.5, distance=4)[1]['peak_heights']",
    6,
    0.8151895842,
    1.924265723,
    1.424464612,
  ],
  ["signal.find_peaks(x, prominence=1)[1]['prominences']", 11, 1.012073636, 3.726267768, 1.582810378],
  ["signal.find_peaks(x, width=1)[1]['widths']", 13, 1.00270124, 6.553393091, 2.405750333],
  ["signal.argrelextrema(x, np.less, order=2)[0]", 11, 8, 52, 30.90909091],
  [
    "signal.peak_widths(x, signal.find_peaks(x)[0], rel_height=0.9)[0]",
    16,
    1.299831157,
    19.58959157,
    4.643702676,
  ],
  ["np.abs(signal.hilbert(x))", 60, 0.1393040423, 2.305996059, 1.230827781],
  ["signal.detrend(y)", 60, -1.039871717, 1.052160258, 1.169434919e-15],
  ["signal.detrend(y, type='constant')", 60, -2.463624708, 3.713696524, -1.036208156e-16],
  ["signal.savgol_filter(y, 9, 3)", 60, 0.4448262729, 6.620356353, 2.907018452],
  [
    "signal.savgol_filter(x, 7, 2, deriv=1, delta=0.5, mode='nearest')",
    60,
    -0.7669416816,
    0.7273821695,
    -0.07248364408,
  ],
  ["signal.medfilt(x, 5)", 60, -1.233570108, 1.544709051, 0.139530993],
  ["signal.resample(x, 25)", 25, -1.25225174, 1.635283297, 0.1048730897],
  ["signal.resample(x, 90)", 90, -1.917725417, 1.892278148, 0.1048730897],
  ["signal.correlate(x, y, mode='same')", 60, -25.31060264, 54.5856851, 6.093108685],
  ["signal.correlation_lags(60, 7, mode='valid')", 54, 0, 53, 26.5],
  ["signal.fftconvolve(x, [1, 2, 3], 'same')", 60, -8.0771985, 9.630420973, 0.6733773514],
  ["signal.chirp(np.linspace(0, 2, 50), 1, 2, 10, method='log')", 50, -0.9912822647, 1, 0.02372409484],
  ["signal.gausspulse(np.linspace(-1, 1, 50), fc=5)", 50, -0.7909604412, 0.793996594, 2.913262203e-6],
  ["signal.sawtooth(np.linspace(0, 20, 50), 0.3)", 50, -1, 0.9948268349, -0.02935431383],
  ["signal.windows.kaiser(20, 8)", 20, 0.002338830513, 0.989684189, 0.414012596],
  ["signal.windows.tukey(21, 0.4, sym=False)", 21, 0, 1, 0.8002161268],
  ["signal.get_window(('gaussian', 4), 16)", 16, 0.1353352832, 1, 0.5974398795],
  ["signal.windows.parzen(17)", 17, 0.0004070832485, 1, 0.3750074831],
  ["np.kaiser(9, 3)", 9, 0.2048847564, 1, 0.6266324979],
];

test.each(expressions)("%s", async (expression, n, min, max, mean) => {
  const { figures } = await plotsOf(`${signals}plt.plot(${expression})\n`, { language: "python" });
  const found = figures[0]?.axes[0]?.objects[0]?.ydata;
  expect(found?.n).toBe(n);
  const scale = Math.max(Math.abs(min), Math.abs(max));
  for (const [own, theirs] of [
    [found?.min, min],
    [found?.max, max],
    [found?.mean, mean],
  ] as const)
    expect(Math.abs((own ?? Number.NaN) - theirs)).toBeLessThan(1e-9 * scale);
});

/** A wrong number is worse than none. */
const unknown: readonly (readonly [program: string, reason: string])[] = [
  [
    "plt.plot(signal.filtfilt([1], [1, 0.5], x, method='gust'))",
    "this way of filtering is not evaluated here",
  ],
  ["plt.plot(signal.filtfilt([1], [1, 0.5], x[:5]))", "the signal is too short for this filter"],
  ["plt.plot(signal.savgol_filter(x, 7, 2, cval=y, mode='constant'))", "a number is needed here"],
  ["plt.plot(signal.detrend(x, bp=[20]))", "bp of detrend is not evaluated here"],
  ["plt.plot(signal.butter(3, 1.2)[0])", "there is no such filter"],
  [
    "plt.plot(signal.find_peaks(np.tile([0, 1], 20), distance=3)[0])",
    "peaks of the same height are too close",
  ],
  ["plt.plot(signal.get_window('constructor', 9))", "the window constructor is not evaluated here"],
  ["plt.plot(signal.lfilter([1], [1, -0.5], np.random.rand(9)))", "it depends on random numbers"],
];

test.each(unknown)("%s is unknown", async (program, reason) => {
  const { figures } = await plotsOf(`${signals}${program}\n`, { language: "python" });
  const found = figures[0]?.axes[0]?.objects[0];
  expect(found?.unknown.join()).toContain(reason);
  expect(found?.ydata?.min).toBeUndefined();
});

test("the frequencies of a spectrum are known where the signal is not", async () => {
  const { figures } = await plotsOf(
    `${signals}f, p = signal.welch(np.random.randn(1000), fs=500)\nplt.semilogy(f, p)\n`,
    { language: "python" },
  );
  const found = figures[0]?.axes[0]?.objects[0];
  expect([found?.xdata?.n, found?.xdata?.max, found?.ydata?.n, found?.ydata?.min]).toEqual([
    129,
    250,
    129,
    undefined,
  ]);
});
