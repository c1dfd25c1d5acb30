// The picture of the demo page: a river town at dusk, windows lit, lanterns on the water.

const HOUSES = [
  { x: 612, w: 92, h: 66, roof: 20 },
  { x: 700, w: 118, h: 92, roof: 26 },
  { x: 812, w: 84, h: 58, roof: 18 },
  { x: 892, w: 132, h: 106, roof: 28 },
  { x: 1018, w: 96, h: 72, roof: 20 },
  { x: 1108, w: 126, h: 90, roof: 26 },
  { x: 1228, w: 90, h: 62, roof: 18 },
  { x: 1312, w: 140, h: 98, roof: 28 },
];
const WATER = 336;
const LANTERNS = [
  { x: 700, y: 386, s: 0.95 },
  { x: 822, y: 364, s: 0.6 },
  { x: 925, y: 392, s: 1.1 },
  { x: 1056, y: 368, s: 0.7 },
  { x: 1180, y: 390, s: 1 },
  { x: 1330, y: 370, s: 0.66 },
  { x: 560, y: 374, s: 0.6 },
];

export function River() {
  return (
    <svg className="river" viewBox="0 0 1440 480" preserveAspectRatio="xMaxYMax slice" aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#062a34" />
          <stop offset=".62" stopColor="#0c5058" />
          <stop offset="1" stopColor="#2a7d7d" />
        </linearGradient>
        <linearGradient id="water" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#1d6a6d" />
          <stop offset="1" stopColor="#06323b" />
        </linearGradient>
        <radialGradient id="glow">
          <stop offset="0" stopColor="#ffd88f" stopOpacity=".85" />
          <stop offset=".45" stopColor="#f4a73b" stopOpacity=".28" />
          <stop offset="1" stopColor="#f4a73b" stopOpacity="0" />
        </radialGradient>
        <g id="lantern">
          <circle r="44" fill="url(#glow)" />
          <path d="M-13-14h26c3.500 6 3.500 17 0 23h-26c-3.500-6-3.500-17 0-23z" fill="#f4a73b" />
          <path d="M-5-14c-2.400 6-2.400 17 0 23M5-14c2.400 6 2.400 17 0 23" stroke="#cf7d12" strokeWidth="1.200" fill="none" />
          <path d="M0-10c4 4.500 5 7 5 9.500a5 5 0 0 1-10 0c0-2.500 1-5 5-9.500z" fill="#fff3da" />
          <path d="M-19 9h38l-6 7h-26z" fill="#7a4a12" />
          <path d="M-9 20h18M-5 26h10M-2 32h4" stroke="#ffd88f" strokeWidth="2" strokeLinecap="round" opacity=".55" />
        </g>
      </defs>
      <rect width="1440" height="480" fill="url(#dusk)" />
      <path className="moon" d="M1198 56a30 30 0 1 0 38 36 26 26 0 0 1-38-36z" fill="#fff1d6" opacity=".9" />
      <path d="M0 300c160-60 300-84 430-46s230 20 350-22 250-60 380-18 200 20 280-10v140H0z" fill="#0a444d" />
      <path d="M0 322c190-30 330-12 480-26s330-40 520-18 300 22 440-4v70H0z" fill="#083943" />

      {/* The line that carries the light: three slender poles and their wires. */}
      <g stroke="#0a2a32" strokeWidth="3" fill="none">
        <path d="M560 338V176M548 190h24M551 204h18" />
        <path d="M868 250V150M856 162h24M859 176h18" />
        <path d="M1196 262V158M1184 170h24M1187 184h18" />
      </g>
      <path
        d="M-20 150q300 82 568 40M572 190q160 42 284-28M880 162q160 58 304 8M1208 170q140 46 260-10"
        stroke="#0a2a32"
        strokeWidth="1.600"
        fill="none"
      />

      <g>
        {HOUSES.map((house, index) => {
          const top = WATER - house.h;
          return (
            <g key={house.x}>
              <rect x={house.x} y={top} width={house.w} height={house.h} fill={index % 2 ? '#e9e2d3' : '#dcd8cb'} opacity=".28" />
              <path d={`M${house.x - 12} ${top + 3}q${house.w / 2 + 12} ${-house.roof * 1.7} ${house.w + 24} 0l-6 5H${house.x - 6}z`} fill="#05222a" />
              {Array.from({ length: Math.floor(house.w / 30) }, (_, column) =>
                Array.from({ length: Math.floor(house.h / 38) }, (_, row) => {
                  const lit = (index * 7 + column * 3 + row * 5) % 4 !== 0;
                  return (
                    <rect
                      key={`${column}-${row}`}
                      x={house.x + 12 + column * 28}
                      y={top + 14 + row * 32}
                      width="13"
                      height="17"
                      rx="1.500"
                      fill={lit ? '#ffd88f' : '#0b3a43'}
                      opacity={lit ? 0.95 : 0.7}
                    />
                  );
                }),
              )}
            </g>
          );
        })}
      </g>
      <path d="M600 336h860v8H600z" fill="#052029" />
      <rect y={WATER + 8} width="1440" height="140" fill="url(#water)" />
      {HOUSES.map((house) => (
        <path
          key={house.x}
          d={`M${house.x + 18} ${WATER + 22}h14M${house.x + 44} ${WATER + 36}h20M${house.x + 24} ${WATER + 54}h10`}
          stroke="#ffd88f"
          strokeWidth="2.500"
          strokeLinecap="round"
          opacity=".34"
        />
      ))}
      <path d="M40 400h120M260 376h90M120 440h160M420 452h110M1240 456h130M980 408h60" stroke="#5aa3a1" strokeWidth="1.500" opacity=".4" />
      {LANTERNS.map((lantern) => (
        <use key={lantern.x} href="#lantern" transform={`translate(${lantern.x} ${lantern.y}) scale(${lantern.s})`} />
      ))}
    </svg>
  );
}
