% What a tide gauge's sensor does, in seven pictures.
clear; close all; clc

% Step response of the stilling well
t = linspace(0, 10, 201);
level = 1 - exp(-0.4 * t) .* cos(2 * t);
figure(1)
plot(t, level, 'LineWidth', 1.5)
xlabel('Time (s)'); ylabel('Level (m)'); title('Step response'); grid on

% Two stations
figure(2)
hours = 0:0.25:24;
plot(hours, 1.8 * sin(2*pi*hours/12.42), hours, 1.2 * sin(2*pi*(hours - 1.5)/12.42), '--')
legend('Brest', 'Roscoff'); xlabel('Time (h)'); ylabel('Tide (m)')

% Readings by month
figure(3)
bar([412 398 441; 120 98 87]', 'stacked')
legend('good', 'doubtful'); ylabel('Readings')

% Wave height over the bay
figure(4)
[x, y] = meshgrid(-3:0.2:3);
height = 1.5 * exp(-(x.^2 + y.^2) / 2) - 0.5 * exp(-((x - 1.5).^2 + y.^2));
surf(x, y, height)
xlabel('x (km)'); ylabel('y (km)'); zlabel('Height (m)')

% Gain of the filter
figure(5)
f = logspace(-2, 1, 60);
semilogx(f, -10 * log10(1 + (f / 0.5).^2))
xlabel('Frequency (Hz)'); ylabel('Gain (dB)'); grid on

% Directions of the current
figure(6)
theta = linspace(0, 2*pi, 73);
polar(theta, 1 + 0.5 * cos(2 * theta))

% What only the instrument knows
figure(7)
readings = csvread('gauge7.csv');
plot(readings(:, 1), readings(:, 2), '.')
title('Gauge 7')
