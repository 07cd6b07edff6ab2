% Figure 2 of the report: thirty days of water levels and their spectrum.

samplesPerHour = 6;
t = 0:1/samplesPerHour:30*24;                    % hours
level = 1.2*cos(2*pi*t/12.4206) + 0.4*cos(2*pi*t/12) + 0.15*sin(2*pi*t/25.8193);
surge = 0.6*exp(-((t - 400)/30).^2);

figure
subplot(2, 1, 1)
plot(t/24, level + surge, 'b', 'DisplayName', 'measured')
hold on
plot(t/24, surge, 'r--', 'LineWidth', 1.5, 'DisplayName', 'surge')
hold off
xlabel('Time (days)')
ylabel('Water level (m)')
title('Thirty days at the harbour gauge')
legend('show')
grid on

subplot(2, 1, 2)
n = numel(t);
amplitude = abs(fft(level + surge))/n;
frequency = (0:n-1)*samplesPerHour*24/n;         % cycles per day
semilogy(frequency(2:200), 2*amplitude(2:200), 'k')
xlabel('Frequency (cycles per day)')
ylabel('Amplitude (m)')
title('Amplitude spectrum')
xlim([0 6])
grid on
