import { act, renderHook } from '@testing-library/react';
import { Camera, useNow, useSettled } from './camera';

const at = (x: number) => ({ x, y: 0, zoom: 1 });

describe('the camera', () => {
  it('tells React where it rests, not how it got there', () => {
    const camera = new Camera();
    const draw = jest.fn(() => useSettled(camera));
    const { result } = renderHook(draw);
    act(() => [1, 2, 3].forEach((x) => camera.move(at(x))));
    expect(draw).toHaveBeenCalledTimes(1);
    expect(camera.isMoving).toBe(true);
    act(() => camera.settle());
    expect(result.current).toEqual(at(3));
    expect(camera.isMoving).toBe(false);
  });

  it('is followed by who asks for every moment', () => {
    const camera = new Camera();
    const { result } = renderHook(() => useNow(camera));
    act(() => camera.move(at(7)));
    expect(result.current).toEqual(at(7));
  });

  it('rests where it jumps to', () => {
    const camera = new Camera();
    camera.move(at(1));
    camera.jump(at(5));
    expect([camera.settled, camera.isMoving]).toEqual([at(5), false]);
  });

  it('moves no more for who has left', () => {
    const camera = new Camera();
    const listener = jest.fn();
    camera.subscribe(listener)();
    camera.jump(at(1));
    expect(listener).not.toHaveBeenCalled();
  });
});
