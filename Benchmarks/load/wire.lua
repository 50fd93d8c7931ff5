-- Load for wrk. Posts the lines of the file $BODIES to the operation $TARGET, or sends the requests of the file $REQUESTS
-- (method, target, and each header, tabs between them), or gets the URL when there is no file, and ends with one line of
-- JSON about what came of it. Each of the $THREADS threads has its own share of the lines, so no
-- line is sent twice before all are used.

local threads = {}

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

used, share = 0, 0

local function call(line)
    local headers = { ["Content-Type"] = "application/x-amz-json-1.1", ["X-Amz-Target"] = os.getenv("TARGET") }
    return wrk.format("POST", "/", headers, line)
end

local function prepared(line)
    local fields, headers = {}, {}
    for field in line:gmatch("[^\t]+") do table.insert(fields, field) end
    for place = 3, #fields do
        local name, value = fields[place]:match("^([^:]+): (.*)$")
        headers[name] = value
    end
    return wrk.format(fields[1], fields[2], headers)
end

local file, read = os.getenv("BODIES"), call
if os.getenv("REQUESTS") then
    file, read = os.getenv("REQUESTS"), prepared
end

if file then
    local requests = {}

    function init()
        local count = tonumber(os.getenv("THREADS"))
        local line_number = 0
        for line in io.lines(file) do
            if line_number % count == number then
                table.insert(requests, read(line))
            end
            line_number = line_number + 1
        end
        share = #requests
    end

    function request()
        local text = requests[used % share + 1]
        used = used + 1
        return text
    end
end

function done(summary, latency)
    local lines_repeated = false
    for _, thread in ipairs(threads) do
        lines_repeated = lines_repeated or thread:get("used") > thread:get("share")
    end
    local errors = summary.errors
    print(string.format(
        '{"requests": %d, "microseconds": %d, "refused": %d, "broken": %d, "p50": %d, "p99": %d, "repeated": %s}',
        summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50), latency:percentile(99), tostring(lines_repeated)))
end
