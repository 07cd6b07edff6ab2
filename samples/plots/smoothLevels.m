function [smooth, spread] = smoothLevels(t, level, width, options)
    arguments
        t (1,:) double
        level (1,:) double
        width (1,1) double {mustBePositive} = 6
        options.Method (1,1) string = "mean"
        options.SkipGaps (1,1) logical = true
    end

    if numel(t) ~= numel(level)
        error('tideline:sizeMismatch', 'There are %d times and %d levels.', numel(t), numel(level));
    end
    if options.SkipGaps
        isThere = ~isnan(level);
        t = t(isThere);
        level = level(isThere);
    end

    smooth = zeros(size(level));
    spread = zeros(size(level));
    for k = 1:numel(t)
        near = abs(t - t(k)) <= width/2;
        smooth(k) = centre(level(near), options.Method);
        spread(k) = std(level(near));
    end
end

function value = centre(levels, method)
% centre The middle of some levels.
%
%   Inputs:
%     levels - Water levels in metres.
%     method - "mean" or "median".
%     weights - How much each counts.
%
%   Outputs:
%     value - Their mean or median.
%
%   See also mean, median

    if method == "median"
        value = median(levels);
    else
        value = mean(levels);
    end
end
